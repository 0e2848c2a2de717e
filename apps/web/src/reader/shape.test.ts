import { expect, test } from "vitest";
import { leafShape, liesInSpreads, narrowestPage, type Shape } from "./shape.ts";

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

test.each([
  ["upright pages", [portrait, portrait], null, 300],
  ["pages across", [landscape, landscape], null, 100_000],
  ["pages across of which two are wanted", [landscape, landscape], "landscape", 1],
  ["upright pages of which one is wanted", [portrait, portrait], "portrait", 100_000],
  ["one page", [portrait], "landscape", 100_000],
] as const)("two of %s lie side by side where there is room", (_, pages, choice, width) => {
  expect(narrowestPage(pages, choice)).toBe(width);
});

test("upright pages lie side by side by themselves; one alone does not, nor do pages across", () => {
  expect([[portrait, portrait], [portrait], [landscape, landscape]].map(liesInSpreads)).toEqual([true, false, false]);
});
