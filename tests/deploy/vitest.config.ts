import { basename, resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files share one host. What counts its releases begins with it; what breaks things comes after. */
const ORDER = ["release", "browser", "registry", "bundle", "faults", "refused"];

class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => ORDER.indexOf(basename(moduleId, ".test.ts"));
    return files.toSorted((a, b) => place(a) - place(b));
  }
}

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
    sequence: { sequencer: InOrder },
  },
});
