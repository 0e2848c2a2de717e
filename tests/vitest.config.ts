import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** What needs this machine's Docker: the images, the command line, the API on Docker. */
export default defineConfig({
  test: {
    root: resolve(import.meta.dirname, ".."),
    include: ["tests/*.test.ts", "docs/*.test.ts", "packages/dagger-on-docker/**/*.integration.test.ts"],
    globalSetup: "tests/built-images.ts",
    // One file at a time: builds would only wait for each other, and some look for what others would leave behind.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
    // vitest ends a teardown after ten seconds, and what it had not removed yet stays.
    teardownTimeout: 120_000,
    silent: "passed-only",
  },
});
