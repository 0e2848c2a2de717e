import { textOf } from "@flipdocs/contract";
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
  expect(texts("a\u0000b\u0003c\ufffed")).toEqual(["a", "b", "c", "d"]);
});

test.each([
  ["the light\u0002house", ["the", "light\u00ad", "house"], "the lighthouse"],
  ["a well-known word -\r\nthat", ["a", "well-known", "word", "-", "that"], "a well-known word - that"],
  [
    "in 北京大学的图书馆。",
    ["in", "北京\u200b", "大学\u200b", "的\u200b", "图书\u200b", "馆\u200b", "。"],
    "in 北京大学的图书馆。",
  ],
  ["東京\r\n都に行く", ["東京\u200b", "都\u200b", "に\u200b", "行く"], "東京都に行く"],
  ["ภาษาไทย ไม่มีช่องว่าง", ["ภาษา\u200b", "ไทย", "ไม่มี\u200b", "ช่อง\u200b", "ว่าง"], "ภาษาไทย ไม่มีช่องว่าง"],
  ["한국어\r\n띄어쓰기", ["한국어", "띄어쓰기"], "한국어 띄어쓰기"],
  ["图📖书", ["图\u200b", "📖\u200b", "书"], "图📖书"],
])("%j is %j, which reads %j", (text, words, read) => {
  expect(texts(text)).toEqual(words);
  expect(textOf(toWords(line(text)))).toBe(read);
});

test("boxes each word of a script without spaces by itself", () => {
  expect(toWords(line("北京大学")).map(({ x, width }) => [x, width])).toEqual([
    [0, 0.02],
    [0.02, 0.02],
  ]);
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

test("leaves out what lies beside the page, where its printer's marks were cut off", () => {
  const beside = { code: 66, left: -0.2, right: -0.1, top: 1.1, bottom: 1.2 };
  expect(toWords([beside, ...line(" "), { code: 65, left: 0, right: 0.1, top: 0, bottom: 0.1 }])).toMatchObject([
    { text: "A" },
  ]);
});

test("finds no words on a page without any", () => {
  expect(toWords(line("  \n "))).toEqual([]);
});
