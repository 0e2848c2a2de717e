import { describe, expect, test } from "vitest";
import { sideOf } from "./by-hand.ts";

describe("a tap", () => {
  test.each([
    [100, "back"],
    [499, "back"],
    [500, "forward"],
    [900, "forward"],
  ])("at %i of a spread whose fold is at 500 turns %s", (x, direction) => {
    expect(sideOf(x, { left: 100, pageWidth: 400 }, "landscape")).toBe(direction);
  });

  // The left half of the book is out of view: the page begins at 0.
  test.each([
    [10, "back"],
    [160, "back"],
    [161, "forward"],
    [390, "forward"],
  ])("at %i of a page alone that is 400 wide turns %s", (x, direction) => {
    expect(sideOf(x, { left: -400, pageWidth: 400 }, "portrait")).toBe(direction);
  });

  test.each([
    [230, "back"],
    [241, "forward"],
  ])("at %i of such a page in a book that begins at its right turns %s", (x, direction) => {
    expect(sideOf(x, { left: -400, pageWidth: 400 }, "portrait", true)).toBe(direction);
  });
});
