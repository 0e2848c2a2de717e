import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** The tests that need this machine's Docker. One file at a time: they look for what others would leave behind. */
export default defineConfig({
  test: {
    root: resolve(import.meta.dirname, ".."),
    include: ["tests/**/*.test.ts", "packages/dagger-on-docker/**/*.integration.test.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
