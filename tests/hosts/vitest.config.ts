import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** The machines of the tests: hosts that compose/host/provision.sh has set up, and registries. */
export default defineConfig({
  cacheDir: resolve(import.meta.dirname, "../../node_modules/.vite/hosts"),
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 300_000,
    // vitest ends a teardown after ten seconds, and what it had not removed yet stays.
    teardownTimeout: 120_000,
    fileParallelism: false,
  },
});
