import { expect, test } from "vitest";
import { letters } from "./letters.ts";
import { ownPath } from "./own-path.ts";
import { isSafeAddress, OutlineEntry, PageLink } from "./reading.ts";
import { textOf } from "./words.ts";

test.each([
  ["https://flipdocs.example/a?b#c", true],
  ["http://flipdocs.example", true],
  ["HTTPS://flipdocs.example", true],
  ["mailto:ada@flipdocs.example", true],
  ["javascript:alert(1)", false],
  ["data:text/html,hello", false],
  ["file:///etc/passwd", false],
  ["ftp://flipdocs.example", false],
  ["flipdocs.example", false],
  ["", false],
  [`https://a.example/${"b".repeat(1982)}`, true],
  [`https://a.example/${"b".repeat(1983)}`, false],
])("%s may be followed from a stranger's page: %s", (address, isSafe) => {
  expect(isSafeAddress(address)).toBe(isSafe);
});

const box = { x: 0, y: 0, width: 1, height: 1 };

test.each([
  [{ ...box, page: 1 }, true],
  [{ ...box, page: 0 }, false],
  [{ ...box, page: 1.5 }, false],
  [{ ...box, address: "https://a.example" }, true],
  [{ ...box, address: "javascript:x" }, false],
  [box, false],
])("%j is a link of a page's: %s", (link, isOne) => {
  expect(PageLink.safeParse(link).success).toBe(isOne);
});

test.each([
  [{ title: "One", page: null, depth: 0 }, true],
  [{ title: "One", page: 0, depth: 0 }, false],
  [{ title: "One", page: 1, depth: -1 }, false],
  [{ title: "", page: 1, depth: 0 }, false],
])("%j is a line of contents: %s", (line, isOne) => {
  expect(OutlineEntry.safeParse(line).success).toBe(isOne);
});

test.each([
  ["", false],
  ["abc", true],
  ["abcd", false],
  ["👩👩👩", true],
  ["👩👩👩👩", false],
])("%j has one to three letters: %s", (text, fits) => {
  expect(letters(3).safeParse(text).success).toBe(fits);
});

test("a text that is too long is told how long it may be", () => {
  expect(letters(3).safeParse("abcd").error?.issues[0]?.message).toBe("has more than 3 letters");
});

test.each([
  [["two", "words"], "two words"],
  [["light\u00ad", "house"], "lighthouse"],
  [["我\u200b", "爱"], "我爱"],
  [["soft\u00ady", "end"], "soft\u00ady end"],
  [["end\u00ad"], "end"],
  [[], ""],
])("the words %j read %j", (words, text) => {
  expect(textOf(words.map((word) => ({ text: word })))).toBe(text);
});

test.each([
  ["/library?after=1", "/library?after=1"],
  ["/a/../b#c", "/b"],
  ["/", "/"],
  ["//evil.example", undefined],
  ["/\\evil.example", undefined],
  ["/.//evil.example", undefined],
  ["https://evil.example/", undefined],
  ["library", undefined],
  [" /library", undefined],
  ["", undefined],
  [null, undefined],
  [7, undefined],
])("what leads to %j leads to the path %j of this site", (typed, path) => {
  expect(ownPath(typed)).toBe(path);
});
