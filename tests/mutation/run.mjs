/**
 * Changes the code of a folder, one place after the other, and says which changes no unit test notices. Minutes a folder;
 * no part of CI.
 *
 *   npm run test:mutation dagger/src/release
 *   npm run test:mutation apps/api/src/session/cookie.ts
 */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { env, npmExec, root } from "../vitest.mjs";

const [part = ""] = process.argv.slice(2);
const [, place, folder] = /^(dagger|apps|packages)\/([\w-]+)/.exec(part) ?? [];
/** Where a workspace's project has another name than its folder. */
const project = place === "dagger" ? "pipeline" : folder;
if (!project || !existsSync(part)) {
  console.error("Which part? npm run test:mutation dagger/src/release");
  process.exit(1);
}
// The commas of its command line are between patterns, and in none.
const patterns = ["*.ts", "*.tsx"].flatMap((name) => [`${part}/**/${name}`, `!**/${name.replace("*", "*.test")}`]);
// What is written by a script is compared as text.
const changed = statSync(part).isDirectory() ? [...patterns, "!**/*.d.ts", "!dagger/src/shares.ts"].join() : part;
const packages = ["core", "vitest-runner"].map((name) => `@stryker-mutator/${name}@10.1.1`);
const words = ["run", "tests/mutation/stryker.config.mjs", "--mutate", changed];
const [program, line] = npmExec(packages, "stryker", ...words);
const { status } = spawnSync(program, line, {
  cwd: root,
  env: { ...env, MUTATION_PROJECT: project },
  stdio: "inherit",
});
process.exit(status ?? 1);
