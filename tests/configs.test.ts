import { expect, test } from "vitest";
import { configOf } from "./configs.mjs";

test.each([
  ["apps/api/src/env.test.ts", "vitest.config.ts"],
  ["dagger/test/share.test.ts", "vitest.config.ts"],
  ["apps/web/e2e/reading.browser.test.ts", "apps/web/vitest.browser.config.ts"],
  ["compose/dev/needs.test.ts", "compose/dev/vitest.config.ts"],
  ["compose/monitoring/test/prometheus.test.ts", "compose/dev/vitest.config.ts"],
  ["compose/swarm-test/monitoring.test.ts", "compose/swarm-test/vitest.config.ts"],
  ["packages/dagger-on-docker/src/tree/tree.test.ts", "vitest.config.ts"],
  ["packages/dagger-on-docker/src/exec.integration.test.ts", "tests/vitest.config.ts"],
  ["tests/edits.test.ts", "tests/vitest.config.ts"],
  ["docs/failures.test.ts", "vitest.config.ts"],
  ["tests/operations/join.test.ts", "tests/operations/vitest.config.ts"],
])("%s is run by %s", (file, config) => {
  expect(configOf(file)).toBe(config);
});
