import { afterEach, expect, test, vi } from "vitest";
import { paths, runIds } from "./protocol.ts";
import { recordFolder } from "./record.ts";

afterEach(() => vi.unstubAllEnvs());

test.each([
  ["run-a=1,run-b=2", "run-b", "2"],
  ["run-a=1,run-b=2", "run-a", "1"],
  // A run's id may be the beginning of another one's.
  ["run-a-2=1,run-a=2", "run-a", "2"],
  ["run-a=1", "run-c", "unnamed"],
  ["run-a=1", undefined, "unnamed"],
  [undefined, "run-a", "unnamed"],
])("of the ids %s, %s is recorded under %s", (ids, run, folder) => {
  vi.stubEnv(runIds, ids);
  expect(recordFolder(run)).toBe(`${paths.records}/${folder}`);
});
