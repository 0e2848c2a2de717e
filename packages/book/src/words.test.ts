import { expect, test } from "vitest";
import { type Character, toWords } from "./words.ts";

const line = (text: string): Character[] =>
  [...text].map((letter, index) => ({
    code: letter.codePointAt(0) ?? 0,
    left: index / 100,
    right: (index + 1) / 100,
    top: 0.5,
    bottom: 0.52,
  }));

const texts = (text: string) => toWords(line(text)).map((word) => word.text);

test("puts one box around the letters of a word", () => {
  expect(toWords(line(" two"))).toEqual([{ text: "two", x: 0.01, y: 0.5, width: 0.03, height: 0.02 }]);
});

test("parts words at spaces and breaks of any kind", () => {
  expect(texts("one two\r\nthree\u00a0four\tfive")).toEqual(["one", "two", "three", "four", "five"]);
});

test("parts words at PDFium's own marks, which no database takes", () => {
  expect(texts("a\u0000b\u0002c\ufffed")).toEqual(["a", "b", "c", "d"]);
});

test("keeps a character that comes as two halves, and replaces a lone half", () => {
  const [high, low] = [0xd83d, 0xdcd6].map((code) => ({
    ...line("x"),
    code,
    left: 0,
    right: 0,
    top: 0,
    bottom: 0,
  }));
  if (!high || !low) throw new Error("two halves were made");
  expect(toWords([high, low])[0]?.text).toBe("📖");
  expect(toWords([high])[0]?.text).toBe("\ufffd");
});

test("clips a box that leaves the page", () => {
  const letter = { code: 65, left: -0.2, right: 0.3, top: 0.9, bottom: 1.4 };
  expect(toWords([letter])).toEqual([{ text: "A", x: 0, y: 0.9, width: 0.3, height: 0.1 }]);
});

test("finds no words on a page without any", () => {
  expect(toWords(line("  \n "))).toEqual([]);
});
