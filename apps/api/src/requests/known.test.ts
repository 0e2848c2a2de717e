import { expect, test } from "vitest";
import { isKnown } from "./known.ts";

test.each(['"a-1"', 'W/"a-1"', '"b", "a-1"', "*", " * "])("who has %s has it", (known) => {
  expect(isKnown(known, '"a-1"')).toBe(true);
});

test.each([null, "", '"a-2"', '"a"', "a-1"])("who has %s has it not", (known) => {
  expect(isKnown(known, '"a-1"')).toBe(false);
});
