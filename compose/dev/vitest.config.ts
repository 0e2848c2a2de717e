import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** Both need Docker, and run for seconds to minutes: what they start is what is shipped. */
export default defineConfig({
  cacheDir: resolve(import.meta.dirname, "../../node_modules/.vite/compose"),
  test: {
    root: resolve(import.meta.dirname, ".."),
    include: ["dev/**/*.test.ts", "monitoring/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
