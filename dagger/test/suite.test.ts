import { expect, test } from "vitest";
import { count, type Outcome, summary, sums } from "../src/checks/suite.ts";

const outcome: Outcome = { name: "unit", passed: 3, failed: 0, skipped: 1, log: "" };

test("a suite without a report counts as one test", () => {
  expect(count({}, 0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(count({}, 2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("a suite with a report counts its tests, those to be written as skipped", () => {
  const report = { numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 };
  expect(count(report, 1)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test("a run that breaks outside of its tests has failed", () => {
  expect(count({ numPassedTests: 5, numFailedTests: 0 }, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
});

test("the sums are read from a report's beginning", () => {
  const report =
    '{"numTotalTests":8,"numPassedTests":5,"numFailedTests":2,"numPendingTests":1,"numTodoTests":0,"testRes';
  expect(sums(report)).toEqual({ numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 0 });
  expect(sums("")).toEqual({});
});

test("the summary has one line a suite", () => {
  expect(summary([outcome, { ...outcome, name: "integration", failed: 2 }])).toBe(
    ["ok   unit         3 passed, 0 failed, 1 skipped", "FAIL integration  3 passed, 2 failed, 1 skipped"].join("\n"),
  );
});

test("the summary ends with the logs that explain failures", () => {
  const failed = { ...outcome, failed: 1, log: "expected 1 to be 2" };
  expect(summary([failed])).toBe("FAIL unit         3 passed, 1 failed, 1 skipped\n\n--- unit\nexpected 1 to be 2");
});
