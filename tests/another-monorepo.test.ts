import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../testing/programs.ts";
import { answer, remove, run } from "./one-app.ts";
import { daggerw } from "./programs.ts";

const SHOP = join(root, "tests/fixtures/shop");
const TABLE = `export const apps = {
  counter: { kind: "bun", folder: "services/counter", user: "counter", port: 4000 },
} as const`;
const image = `flipdocs-test-${process.pid}-counter`;
const folder = mkdtempSync(join(tmpdir(), "flipdocs-shop-"));

/** What docs/yours.md says for another monorepo: what is copied, the one file of names, the lists. */
beforeAll(() => {
  cpSync(SHOP, folder, { recursive: true });
  const fallback = join(folder, "dagger-on-docker");
  const filter = (path: string) => !path.includes("node_modules");
  for (const part of ["daggerw", "dagger.json", "dagger", ".gitignore", "packages/dagger-on-docker"])
    cpSync(join(root, part), join(folder, basename(part)), { recursive: true, filter });
  const names = join(folder, "dagger/src/apps.ts");
  const edited = readFileSync(names, "utf8")
    .replace('project = "flipdocs"', 'project = "shop"')
    .replace('workspaceFolders = ["apps", "packages"]', 'workspaceFolders = ["services", "libs"]')
    .replace(/^export const apps = \{\n.*?^\} as const/ms, TABLE);
  writeFileSync(names, edited);
  execFileSync("git", ["init", "--quiet", folder]);
  execFileSync("bun", ["install"], { cwd: fallback, stdio: "ignore" });
  execFileSync("bun", ["dagger/scripts/write-shares.ts"], { cwd: folder, stdio: "ignore" });
});
afterAll(async () => {
  await remove(image);
  rmSync(folder, { recursive: true });
});

test("an app of another monorepo is built out of its own folders, and its image answers", async () => {
  await run("counter", folder, image);
  expect(await answer(image)).toBe("7 crates, 84.00");
});

test("its lockfile stays as it was", () => {
  const [now, before] = [folder, SHOP].map((shop) => readFileSync(join(shop, "bun.lock"), "utf8"));
  expect(now).toBe(before);
});

test("a function of an app that its table has not says so", async () => {
  const { code, stderr, left } = await daggerw(["call", "build-web"], { cwd: folder });
  expect([code, left]).toEqual([1, []]);
  expect(stderr).toContain("There is no app web.\nSay one of counter.");
});
