import { expect, test } from "vitest";
import { typedIn } from "./typed.ts";

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
])("%j is searched for as it was typed", (typed, searched) => {
  expect(typedIn(url(`?q=${encodeURIComponent(typed)}`))).toBe(searched);
});

test.each(["", "?q=", "?q=%20", "?q=a&q=b", `?q=${"a".repeat(201)}`])("%j is not something to search for", (query) => {
  expect(() => typedIn(url(query))).toThrow(expect.objectContaining({ kind: "invalid" }));
});
