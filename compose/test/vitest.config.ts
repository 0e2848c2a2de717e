import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** The production stack, built and started once, with a certificate authority of its own; the files run in order. */
export default defineConfig({
  cacheDir: resolve(import.meta.dirname, "../../node_modules/.vite/compose-test"),
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    globalSetup: ["stack/global-setup.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // vitest ends a teardown after ten seconds, and what it had not removed yet stays.
    teardownTimeout: 120_000,
    fileParallelism: false,
  },
});
