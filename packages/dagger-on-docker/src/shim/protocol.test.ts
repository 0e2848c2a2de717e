import { expect, test } from "vitest";
import { endedAsExpected } from "./protocol.ts";

test.each([
  // code, and whether it is as expected: by default, SUCCESS, FAILURE, ANY
  [0, true, true, false, true],
  [1, false, false, true, true],
  [127, false, false, true, true],
  [128, false, false, false, false],
  [137, false, false, false, false],
  [191, false, false, false, false],
  [192, false, false, true, true],
  [-1, false, false, false, false],
])("a command that ends with %d ended as expected: %s; SUCCESS %s, FAILURE %s, ANY %s", (code, ...ended) => {
  expect([undefined, "SUCCESS", "FAILURE", "ANY"].map((expected) => endedAsExpected(code, expected as "ANY"))).toEqual(
    ended,
  );
});
