import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { editLine, editReadme } from "../testing/edits.ts";
import { layerDigests, movedMegabytes } from "../testing/layers.ts";
import { copyRepository, type RepositoryCopy } from "../testing/repository.ts";
import { differingFiles } from "./image-content.ts";
import { build, daggerw, docker } from "./programs.ts";

/** Random for each build: what signs preview cookies and encrypts the arguments of server actions. */
const KEYS_OF_NEXT =
  /^\/app\/apps\/web\/\.next\/(prerender-manifest|server\/(preview-props|server-reference-manifest))\.js(on)?$/;

let copy: RepositoryCopy;
let made: string[];

beforeEach(() => {
  copy = copyRepository();
  made = [];
});

afterEach(async () => {
  if (made.length > 0) await docker("rmi", "--force", ...made);
  copy.remove();
});

/** Builds the image of an app from the copy; answers its name. */
async function image(app: string): Promise<string> {
  const name = `flipdocs-test-${process.pid}-rebuilt-${app}-${made.length}`;
  await build([`build-${app}`, "export-image", "--name", name], { cwd: copy.folder });
  made.push(name);
  return name;
}

/** The steps of a build that were run: neither cached, nor a base that is here. */
async function stepsRun(app: string): Promise<string[]> {
  const { stderr } = await build([`build-${app}`], { cwd: copy.folder });
  const steps = stderr.split("\n").filter((line) => line.startsWith("✔ "));
  expect(steps.length).toBeGreaterThan(10);
  return steps.filter((line) => !line.endsWith(" CACHED") && !line.startsWith("✔ FROM "));
}

const edit = (file: string, change: (text: string) => string) => {
  const path = join(copy.folder, file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
};

describe.each(["web", "api"] as const)("%s", (app) => {
  const other = app === "web" ? "api" : "web";

  test("one edited line moves at most 0.8 MB of layers", async () => {
    const before = await image(app);
    editLine(copy.folder, app, `${process.pid}`);
    const moved = await movedMegabytes(before, await image(app));
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThanOrEqual(0.8);
  });

  test("an edit of its source runs no step of the other app, and its own build", async () => {
    await build([`build-${other}`], { cwd: copy.folder });
    editLine(copy.folder, app, `other ${process.pid}`);
    expect(await stepsRun(other)).toEqual([]);
    expect((await stepsRun(app)).join("\n")).toContain("bun run --filter '*' build");
  });

  test("an edit of the README, or of a test, runs no step", async () => {
    await build([`build-${app}`], { cwd: copy.folder });
    editReadme(copy.folder, process.pid);
    appendFileSync(join(copy.folder, `apps/${app}/src/env.test.ts`), "// edited\n");
    expect(await stepsRun(app)).toEqual([]);
  });

  test("claim 11: installed and built again, only keys that Next makes for each build differ", async () => {
    const before = await image(app);
    // A manifest that no image contains: all steps behind the prune run again.
    edit("package.json", (text) => text.replace('"scripts": {', `"scripts": {\n    "again-${Date.now()}": "true",`));
    const after = await image(app);
    const [had, has] = [layerDigests(before), layerDigests(after)];
    const rebuilt = has.filter((digest, index) => digest !== had[index]);
    expect(rebuilt.length).toBeLessThanOrEqual(app === "web" ? 1 : 0);
    const differing = await differingFiles(before, after);
    expect(differing.filter((path) => !KEYS_OF_NEXT.test(path))).toEqual([]);
    // Where a layer differs, it is for these files: the comparison has seen them.
    expect(differing.length > 0).toBe(rebuilt.length > 0);
  });

  test("a lockfile that does not fit the pruned manifests ends the build", async () => {
    edit(`apps/${app}/package.json`, (text) =>
      text.replace('"dependencies": {', '"dependencies": {\n    "escape-goat": "4.0.0",'),
    );
    const { code, stderr, left } = await daggerw(["call", `build-${app}`], { cwd: copy.folder });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/lockfile/);
    expect(left).toEqual([]);
  });
});
