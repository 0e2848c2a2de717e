import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** Publishing and deploying as a person types it, to a host that the suite made: deployed once, removed at the end. */
export default defineConfig({
  cacheDir: resolve(import.meta.dirname, "../../node_modules/.vite/deploy"),
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    globalSetup: ["global-setup.ts"],
    testTimeout: 900_000,
    hookTimeout: 900_000,
    fileParallelism: false,
  },
});
