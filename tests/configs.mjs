/** Which tests are run by which of vitest's configurations; of two folders that fit, the longer one. */
const CONFIGS = {
  "": "vitest.config.ts",
  "apps/web/e2e": "apps/web/vitest.browser.config.ts",
  tests: "tests/vitest.config.ts",
  "compose/test": "compose/test/vitest.config.ts",
  "compose/swarm-test": "compose/swarm-test/vitest.config.ts",
  "compose/dev": "compose/dev/vitest.config.ts",
  "compose/monitoring": "compose/dev/vitest.config.ts",
};

/**
 * @param {string} file a test's path inside the repository
 * @returns {string} the configuration that runs it
 */
export function configOf(file) {
  if (file.startsWith("packages/dagger-on-docker/") && file.endsWith(".integration.test.ts")) return CONFIGS.tests;
  const folders = Object.keys(CONFIGS).filter((folder) => folder === "" || file.startsWith(`${folder}/`));
  return CONFIGS[folders.sort((one, other) => other.length - one.length)[0]];
}
