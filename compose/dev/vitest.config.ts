import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** Development and monitoring: both start what is shipped, and look at it for minutes. */
export default defineConfig({
  cacheDir: resolve(import.meta.dirname, "../../node_modules/.vite/compose"),
  test: {
    root: resolve(import.meta.dirname, ".."),
    include: ["dev/**/*.test.ts", "monitoring/**/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // vitest ends a teardown after ten seconds, and what it had not removed yet stays.
    teardownTimeout: 120_000,
    fileParallelism: false,
  },
});
