import { expect, test } from "vitest";
import { countHits, groupHits, markSnippet } from "./hits.ts";

const word = (text: string) => ({ text, x: 0, y: 0, width: 0.1, height: 0.02 });
const hit = (page: number, snippet: string, ...words: string[]) => ({
  page,
  snippet,
  words: words.map(word),
});

test("lists each page once, in the book's order", () => {
  const pages = groupHits([hit(7, "late", "tide"), hit(2, "early", "tide"), hit(7, "later", "tides")]);
  expect(pages.map((page) => [page.page, page.snippets, page.words.length])).toEqual([
    [2, ["early"], 1],
    [7, ["late", "later"], 2],
  ]);
});

test("does not repeat a snippet", () => {
  expect(groupHits([hit(1, "same", "a"), hit(1, "same", "b")])[0]?.snippets).toEqual(["same"]);
});

test("counts places and pages in words", () => {
  expect(countHits(groupHits([hit(1, "a", "x", "y"), hit(2, "b", "x")]))).toBe("3 places on 2 pages");
  expect(countHits(groupHits([hit(1, "a", "x")]))).toBe("1 place on 1 page");
});

test("marks what was found, whatever its case", () => {
  expect(markSnippet("The Tide and the tides", "tide")).toEqual([
    { text: "The ", found: false },
    { text: "Tide", found: true },
    { text: " and the ", found: false },
    { text: "tide", found: true },
    { text: "s", found: false },
  ]);
});

test("takes signs in a query as signs, not as a pattern", () => {
  expect(markSnippet("a.c abc", "(a.c")).toEqual([
    { text: "a", found: true },
    { text: ".", found: false },
    { text: "c", found: true },
    { text: " ", found: false },
    { text: "a", found: true },
    { text: "b", found: false },
    { text: "c", found: true },
  ]);
});

test("marks nothing for an empty query", () => {
  expect(markSnippet("text", " ")).toEqual([{ text: "text", found: false }]);
});
