/**
 * One test file, whichever of vitest's configurations it needs; with --watch again after each edit.
 *
 *   npm run test:file apps/api/src/env.test.ts
 *   npm run test:file -- --watch packages/book/src/words.test.ts -t "hyphens"
 */
import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { configOf } from "./configs.mjs";
import { env, root, vitest } from "./vitest.mjs";

const words = process.argv.slice(2).filter((word) => word !== "--watch");
const file = words.find((word) => existsSync(word));
if (!file) {
  console.error("Which file? npm run test:file apps/api/src/env.test.ts");
  process.exit(1);
}
const path = relative(realpathSync(root), realpathSync(resolve(file)))
  .split(sep)
  .join("/");
const mode = process.argv.includes("--watch") ? "watch" : "run";
const [program, line] = vitest(mode, "--config", configOf(path), ...words.map((word) => (word === file ? path : word)));
const { status } = spawnSync(program, line, { cwd: root, env, stdio: "inherit" });
process.exit(status ?? 1);
