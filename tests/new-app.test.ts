import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyRepository, type RepositoryCopy } from "../testing/repository.ts";
import { answer, remove, run } from "./one-app.ts";
import { daggerw, docker } from "./programs.ts";

/** A third app, as small as one gets. */
const FILES: Readonly<Record<string, string>> = {
  "apps/hello/package.json": JSON.stringify({
    name: "@flipdocs/hello",
    private: true,
    type: "module",
    scripts: { build: "bun build --target=bun --outdir=dist src/index.ts src/healthcheck.ts" },
  }),
  "apps/hello/src/index.ts": 'Bun.serve({ port: process.env.PORT, fetch: () => new Response("hello") });\n',
  "apps/hello/src/healthcheck.ts": "console.log(await (await fetch(`http://127.0.0.1:${process.env.PORT}`)).text());\n",
};
const LINE = '  hello: { kind: "bun", folder: "apps/hello", user: "hello", port: 4000 },\n';
const image = `flipdocs-test-${process.pid}-hello`;

let copy: RepositoryCopy;
beforeAll(() => {
  copy = copyRepository();
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(copy.folder, path)), { recursive: true });
    writeFileSync(join(copy.folder, path), text);
  }
  const table = join(copy.folder, "dagger/src/apps.ts");
  writeFileSync(
    table,
    readFileSync(table, "utf8").replace(/^export const apps = \{\n/m, (start) => start + LINE),
  );
  for (const args of [["install", "--lockfile-only"], ["dagger/scripts/write-shares.ts"]])
    execFileSync("bun", args, { cwd: copy.folder, stdio: "ignore" });
});
afterAll(async () => {
  await remove(image);
  copy.remove();
});

test("a new app is its folder and a line of the table: its image is built, runs as its user, and answers", async () => {
  await run("hello", copy.folder, image);
  expect(await answer(image)).toBe("hello");
  expect(await docker("inspect", "--format", "{{.Config.User}}", image)).toContain("1001:1001");
});

test("an app that the table has not is refused with those that it has", async () => {
  const { code, stderr, left } = await daggerw(["call", "app", "--name", "shop", "runner"], { cwd: copy.folder });
  expect([code, left]).toEqual([2, []]);
  expect(stderr).toContain("There is no app shop.\nSay one of hello, web, api, acme, supabase.");
});
