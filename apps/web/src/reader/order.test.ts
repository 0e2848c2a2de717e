import { expect, test } from "vitest";
import { orderOf } from "./order.ts";

test.each([
  ["ltr", 3, [1, 2, 3]],
  ["rtl", 4, [4, 3, 2, 1]],
  // The blank leaf lets the cover lie alone, and the others in their spreads.
  ["rtl", 3, [0, 3, 2, 1]],
  ["rtl", 1, [1]],
] as const)("a book that is read %s and has %i pages lies as %j", (direction, count, laid) => {
  const order = orderOf(count, direction);
  const pages = Array.from({ length: count }, (_, index) => index + 1);
  expect(order.arrange(pages, () => 0)).toEqual(laid);
  for (const page of pages) {
    expect(laid[order.indexOf(page)]).toBe(page);
    expect(order.pageOf(order.indexOf(page))).toBe(page);
  }
});
