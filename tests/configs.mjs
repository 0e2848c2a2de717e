import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./vitest.mjs";

/** Tests that are not run by the nearest configuration above them. */
const ELSEWHERE = /** @type {const} */ ([
  [/^apps\/web\/e2e\//, "apps/web/vitest.browser.config.ts"],
  [/^compose\/monitoring\//, "compose/dev/vitest.config.ts"],
  [/^packages\/dagger-on-docker\/.*\.integration\.test\.ts$/, "tests/vitest.config.ts"],
]);

/**
 * @param {string} file a test's path inside the repository
 * @returns {string} the configuration of vitest's that runs it
 */
export function configOf(file) {
  const elsewhere = ELSEWHERE.find(([pattern]) => pattern.test(file));
  if (elsewhere) return elsewhere[1];
  let folder = dirname(file);
  while (folder !== "." && !existsSync(join(root, folder, "vitest.config.ts"))) folder = dirname(folder);
  return join(folder, "vitest.config.ts");
}
