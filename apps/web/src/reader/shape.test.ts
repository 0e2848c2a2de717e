import { expect, test } from "vitest";
import { leafShape, type Shape } from "./shape.ts";

const portrait: Shape = { width: 1200, height: 1700 };
const landscape: Shape = { width: 1200, height: 675 };
const square: Shape = { width: 1200, height: 1200 };

test.each<[string, Shape[], Shape]>([
  ["pages of one shape", [portrait, portrait, portrait], portrait],
  ["a cover upright and slides across", [portrait, landscape, landscape], landscape],
  ["one page folded out", [portrait, portrait, landscape, portrait], portrait],
  ["as many of each", [square, landscape, landscape, square], square],
  ["sizes that were rounded", [landscape, { width: 1200, height: 1701 }, portrait], { width: 1200, height: 1701 }],
  ["no pages", [], { width: 3, height: 4 }],
])("the leaves of a book with %s", (_, pages, shape) => {
  expect(leafShape(pages)).toEqual(shape);
});
