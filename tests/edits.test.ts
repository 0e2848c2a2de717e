import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyRepository, type RepositoryCopy } from "../testing/repository.ts";
import { build } from "./programs.ts";

let copy: RepositoryCopy;
/** What the last edit has left. */
let before: Record<string, string>;
beforeAll(async () => {
  copy = copyRepository();
  before = await dockerfiles();
});
afterAll(() => copy.remove());

const functions = ["build-web", "build-api", "build-supabase"] as const;

/** What each image comes to. Files are named by their content, so the same text runs no step again. */
async function dockerfiles(): Promise<Record<string, string>> {
  const texts = functions.map(async (name) => [name, (await build([name, "dockerfile"], { cwd: copy.folder })).stdout]);
  return Object.fromEntries(await Promise.all(texts));
}

test.each([
  ["README.md", []],
  ["docs/bench.md", []],
  ["apps/web/e2e/reading.browser.test.ts", []],
  ["apps/web/src/env.ts", ["build-web"]],
  ["apps/api/src/app.ts", ["build-api"]],
  ["apps/api/src/env.test.ts", []],
  ["packages/contract/src/index.ts", ["build-web", "build-api", "build-supabase"]],
])("an edit of %s runs steps of %j alone", async (file, expected) => {
  appendFileSync(join(copy.folder, file), "\n// edited\n");
  const after = await dockerfiles();
  expect(before["build-web"]).toContain("FROM ");
  const changed = functions.filter((name) => before[name] !== after[name]);
  before = after;
  expect(changed).toEqual(expected);
});
