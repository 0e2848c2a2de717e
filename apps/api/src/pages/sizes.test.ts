import { expect, test } from "vitest";
import { widthIn } from "./sizes.ts";

const asked = (query: string) => widthIn(`http://api/v1/books/x/pages/1/image${query}`);

test.each([
  ["", undefined],
  ["?width=240", 240],
  ["?width=600", 600],
  ["?width=2400", 2400],
])("%j asks for %j", (query, width) => {
  expect(asked(query)).toBe(width);
});

test.each(["?width=241", "?width=", "?width=2400.0", "?width=240&width=2400", "?width=1e9"])(
  "%s is refused",
  (query) => {
    expect(() => asked(query)).toThrow("width, once: 240 or 600 or 2400");
  },
);
