import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** The production stack as Swarm runs it, on this machine's Docker: deployed once, removed at the end. */
export default defineConfig({
  cacheDir: resolve(import.meta.dirname, "../../node_modules/.vite/swarm-test"),
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    globalSetup: ["global-setup.ts"],
    testTimeout: 300_000,
    hookTimeout: 600_000,
    // vitest ends a teardown after ten seconds, and what it had not removed yet stays.
    teardownTimeout: 120_000,
    fileParallelism: false,
  },
});
