import { describe, expect, test } from "vitest";
import {
  isNear,
  type Layout,
  pageAfter,
  pageBefore,
  pageTurnedTo,
  spreadLabel,
  spreadOf,
  typedPage,
} from "./spread.ts";

describe("spreadOf", () => {
  test.each<[number, number, Layout, number[]]>([
    [1, 5, "landscape", [1]],
    [2, 5, "landscape", [2, 3]],
    [3, 5, "landscape", [2, 3]],
    [5, 5, "landscape", [4, 5]],
    [4, 4, "landscape", [4]],
    [1, 1, "landscape", [1]],
    [3, 5, "portrait", [3]],
  ])("page %i of %i in %s shows %j", (page, count, layout, pages) => {
    expect(spreadOf(page, count, layout)).toEqual(pages);
  });
});

describe("turning", () => {
  test("forward goes from spread to spread and stops at the end", () => {
    expect([1, 2, 4].map((page) => pageAfter(page, 5, "landscape"))).toEqual([2, 4, null]);
  });

  test("backward goes from spread to spread and stops at the cover", () => {
    expect([5, 3, 1].map((page) => pageBefore(page, 5, "landscape"))).toEqual([2, 1, null]);
  });

  test("in portrait goes page by page", () => {
    expect([pageBefore(3, 5, "portrait"), pageAfter(3, 5, "portrait")]).toEqual([2, 4]);
  });
});

test("loads the pages two turns away, and no further", () => {
  expect([5, 10, 15, 4, 16].map((page) => isNear(page, 10))).toEqual([true, true, true, false, false]);
});

test("names one page or two", () => {
  expect(spreadLabel(1, 12, "landscape")).toBe("Page 1 of 12");
  expect(spreadLabel(3, 12, "landscape")).toBe("Pages 2–3 of 12");
});

test.each([
  ["7", 7],
  [" 12 ", 12],
  ["0", null],
  ["13", null],
  ["1.5", null],
  ["", null],
  ["two", null],
])("typed %j is page %j of 12", (typed, page) => {
  expect(typedPage(typed, 12)).toBe(page);
});

test.each([
  [3, 2, "landscape", 3],
  [2, 4, "landscape", 4],
  [3, 2, "portrait", 2],
] as const)(
  "who asked for page %i is, once the book has turned to %i in %s, on page %i",
  (known, turned, layout, page) => {
    expect(pageTurnedTo(known, turned, 10, layout)).toBe(page);
  },
);
