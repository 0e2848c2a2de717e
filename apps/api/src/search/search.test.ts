import { expect, test } from "vitest";
import { searchIn } from "./search.ts";

const url = (query: string) => `http://api.test/v1/books/a/search${query}`;

test.each([
  ["1,000", "1,000"],
  ["a,b,c", "a,b,c"],
  [" lighthouse ", "lighthouse"],
  ["[1]", "[1]"],
  ["{}", "{}"],
  ["100% & more?", "100% & more?"],
  ["crème", "crème"],
  ["true", "true"],
])("%j is searched for as it was typed, from the beginning", (typed, searched) => {
  expect(searchIn(url(`?q=${encodeURIComponent(typed)}`))).toEqual({ typed: searched, after: 0, most: 20 });
});

test("goes on after a page, as far as is wanted", () => {
  expect(searchIn(url("?q=a&after=40&most=2"))).toEqual({ typed: "a", after: 40, most: 2 });
});

test.each([
  "",
  "?q=",
  "?q=%20",
  "?q=a&q=b",
  `?q=${"a".repeat(201)}`,
  "?q=a&after=-1",
  "?q=a&after=one",
  "?q=a&after=1&after=2",
  "?q=a&after=2147483648",
  "?q=a&most=0",
  "?q=a&most=101",
])("%j is no search", (query) => {
  expect(() => searchIn(url(query))).toThrow(expect.objectContaining({ kind: "invalid" }));
});
