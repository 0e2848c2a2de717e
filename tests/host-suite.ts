import { basename, resolve } from "node:path";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { BaseSequencer, type TestSequencerConstructor, type TestSpecification } from "vitest/node";

/**
 * A suite whose files share a host, which its global-setup.ts makes.
 *
 * @param root its folder
 * @param names of its files in their order, without `.test.ts`; what is not named comes last
 */
export const hostSuite = (root: string, ...names: readonly string[]): ViteUserConfig =>
  defineConfig({
    cacheDir: resolve(import.meta.dirname, "../node_modules/.vite", basename(root)),
    test: {
      root,
      include: ["*.test.ts"],
      globalSetup: ["global-setup.ts"],
      testTimeout: 900_000,
      hookTimeout: 900_000,
      // vitest ends a teardown after ten seconds, and what it had not removed yet stays.
      teardownTimeout: 120_000,
      fileParallelism: false,
      sequence: { sequencer: inOrder(names) },
    },
  });

/** vitest's own order is another wherever other times are remembered. */
const inOrder = (names: readonly string[]): TestSequencerConstructor =>
  class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const order = [...names, ""];
      const place = ({ moduleId }: TestSpecification): number =>
        order.findIndex((name) => name === basename(moduleId, ".test.ts") || name === "");
      return files.toSorted((a, b) => place(a) - place(b));
    }
  };
