import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { inOrder } from "../in-order.ts";

/** What is done to a site from the day after on: to a host that the suite made, with a site that is quickly deployed. */
export default defineConfig({
  cacheDir: resolve(import.meta.dirname, "../../node_modules/.vite/operations"),
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    globalSetup: ["global-setup.ts"],
    testTimeout: 900_000,
    hookTimeout: 900_000,
    fileParallelism: false,
    sequence: { sequencer: inOrder("ec2", "backup", "schedule", "drill", "migrations", "hooks", "prune") },
  },
});
