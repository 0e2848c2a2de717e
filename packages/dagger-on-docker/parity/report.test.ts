import { expect, test } from "vitest";
import { sort } from "./report.ts";

test("a report is sorted into equal, not served and different", () => {
  const report = [
    "ok   one 0.1s",
    "DIFF two 0.2s",
    '       .x: want 1 got {"error":"Container.x is not served on Docker alone: it needs a Dagger engine"}',
    "DIFF three 0.3s",
    '       .error.messageHead: want "a" got "b"',
    "DIFF four 0.1s",
    "       .x: want 1 got 2",
    "1 of 4 cases answer as recorded",
  ].join("\n");
  expect(sort(report)).toEqual({
    equal: 2,
    notServed: 1,
    different: ["DIFF four 0.1s\n       .x: want 1 got 2\n1 of 4 cases answer as recorded"],
  });
});
