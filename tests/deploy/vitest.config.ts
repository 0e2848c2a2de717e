import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { inOrder } from "../in-order.ts";

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
    // What counts the host's releases begins with it; what breaks things comes after.
    sequence: { sequencer: inOrder("release", "browser", "registry", "bundle", "faults", "refused") },
  },
});
