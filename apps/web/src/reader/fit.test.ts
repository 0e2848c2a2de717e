import { expect, test } from "vitest";
import { stretchOf } from "./fit.ts";

const word = { text: "word", x: 0, y: 0, width: 0.1, height: 0.02 };
const page = { width: 1000, height: 2000 };

test("a word is stretched to the width that it has on the page", () => {
  // 100 pixels wide and 40 high there; in the browser's letters 2 heights wide, which is 80.
  expect(stretchOf(word, page, 2)).toBe(1.25);
});

test.each([
  ["no letters", word, 0],
  ["no width", { ...word, width: 0 }, 2],
  ["no height", { ...word, height: 0 }, 2],
])("a word with %s stays as it is", (_, flat, em) => {
  expect(stretchOf(flat, page, em)).toBe(1);
});
