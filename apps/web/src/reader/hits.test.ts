import { expect, test } from "vitest";
import { countHits, isSearch, lastPage, markSnippet, withNext } from "./hits.ts";

const found = (...pages: number[]) => ({
  places: 9,
  pages: 5,
  hits: pages.map((page) => ({ page, places: 1, snippet: "tide", marks: [], words: [] })),
});

test.each([
  ["", false],
  ["a", false],
  ["it", true],
  ["漢", true],
  ["é", true],
])("%j is worth a search: %s", (query, worth) => {
  expect(isSearch(query)).toBe(worth);
});

test.each([
  [1700, 258, "1,700 places on 258 pages"],
  [1, 1, "1 place on 1 page"],
])("counts %i on %i in words", (places, pages, words) => {
  expect(countHits({ places, pages, hits: [] })).toBe(words);
});

test("lists what comes next, once", () => {
  const next = found(7, 9);
  const both = withNext(found(2, 5), 5, next);
  expect(both.hits.map(({ page }) => page)).toEqual([2, 5, 7, 9]);
  expect(withNext(both, 5, next)).toBe(both);
  expect([lastPage(both), lastPage(found())]).toEqual([9, 0]);
});

test("marks a snippet where what was found stands", () => {
  const marks: [number, number][] = [
    [0, 5],
    [10, 15],
  ];
  expect(markSnippet({ snippet: "can’t and this", marks: [[0, 5]] })).toEqual([
    { text: "can’t", found: true },
    { text: " and this", found: false },
  ]);
  expect(markSnippet({ snippet: "tides and tides", marks })).toEqual([
    { text: "tides", found: true },
    { text: " and ", found: false },
    { text: "tides", found: true },
  ]);
  expect(markSnippet({ snippet: "none", marks: [] })).toEqual([{ text: "none", found: false }]);
});
