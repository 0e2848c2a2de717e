import { expect, test } from "vitest";
import { afterPageIn, bookIdOf, pageNumberOf } from "./params.ts";

const after = (query: string) => afterPageIn(`http://api.test/v1/books/a/pages${query}`);

test.each([
  ["", null],
  ["?after=0", 0],
  ["?after=40", 40],
])("%j goes on after page %j", (query, page) => {
  expect(after(query)).toBe(page);
});

test.each(["?after=", "?after=-1", "?after=1e3", "?after=1.5", "?after=one", "?after=1&after=2", "?after=2147483648"])(
  "%j is no page",
  (query) => {
    expect(() => after(query)).toThrow(
      expect.objectContaining({ kind: "invalid", detail: "after, once: the number of a page, or 0" }),
    );
  },
);

test.each(["1", "40", "2147483647"])("%s is a page in an address", (n) => {
  expect(pageNumberOf({ n })).toBe(Number(n));
});

test.each(["0", "01", "+1", "0x1", "1e3", "1.0", "-1", "", "one", "2147483648", " 1"])("%j is no page in one", (n) => {
  expect(() => pageNumberOf({ n })).toThrow(expect.objectContaining({ kind: "not-found" }));
});

test("what cannot be a book's id names none", () => {
  const id = "5a3b1e00-f11b-4d0c-8000-000000000001";
  expect(bookIdOf({ id })).toBe(id);
  expect(() => bookIdOf({ id: `${id}x` })).toThrow(expect.objectContaining({ kind: "not-found" }));
});
