import { expect, test } from "vitest";
import { afterPageIn } from "./params.ts";

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
    expect(() => after(query)).toThrow(expect.objectContaining({ kind: "invalid" }));
  },
);
