import { basename } from "node:path";
import { BaseSequencer, type TestSequencerConstructor, type TestSpecification } from "vitest/node";

/**
 * Runs files that share one host in one order: vitest's own is another wherever other times are remembered.
 *
 * @param names of files, without `.test.ts`; what is not named comes last
 */
export const inOrder = (...names: readonly string[]): TestSequencerConstructor =>
  class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const order = [...names, ""];
      const place = ({ moduleId }: TestSpecification): number =>
        order.findIndex((name) => name === basename(moduleId, ".test.ts") || name === "");
      return files.toSorted((a, b) => place(a) - place(b));
    }
  };
