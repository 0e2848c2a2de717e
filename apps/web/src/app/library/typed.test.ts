import { expect, test } from "vitest";
import { searchable, wholeNumber } from "./typed.ts";

test.each([
  ["salt", "salt"],
  ["\0", ""],
  ["a\0b ", "ab"],
  ["\ud83d", ""],
  [`${"a".repeat(199)}\u{1f600}`, "a".repeat(199)],
  ["a".repeat(300), "a".repeat(200)],
])("%j is searched for as %j", (typed, searched) => {
  expect(searchable(typed)).toBe(searched);
});

test.each([
  ["20", 20],
  ["0", 0],
  ["", 0],
  ["-1", 0],
  ["1.5", 0],
  ["1e3", 0],
  ["99999999999", 0],
])("%j leaves out %i books", (typed, number) => {
  expect(wholeNumber(typed)).toBe(number);
});
