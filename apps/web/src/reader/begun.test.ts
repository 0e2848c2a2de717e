import { expect, test } from "vitest";
import { allPages, howFar } from "./begun.ts";

const first = { number: 1, width: 1200, height: 1600 };
const second = { number: 2, width: 1200, height: 800 };

test("pages that are not made yet are as large as the first", () => {
  expect(allPages([first, second], 4)).toEqual([first, second, { ...first, number: 3 }, { ...first, number: 4 }]);
});

test.each([
  [[first, second], 2],
  [[first, second], 0],
  [[], 3],
])("of %j, with %d pages in all, there are no others", (made, count) => {
  expect(allPages(made, count)).toEqual(made);
});

test.each([
  [40, 1311, "40 of 1,311 pages are made"],
  [311, 311, ""],
])("of %d pages made, of %d, it says %j", (made, count, said) => {
  expect(howFar(made, count)).toBe(said);
});
