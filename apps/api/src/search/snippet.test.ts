import { expect, test } from "vitest";
import { snippetOf } from "./snippet.ts";

/** Words of a line, those in brackets found. */
const around = (line: string) =>
  line.split(" ").map((word) => ({ text: word.replace(/[[\]]/g, ""), found: word.startsWith("[") }));

test.each([
  ["to the [sea] and back", "to the sea and back", ["sea"]],
  ["[the] [sea] and [the] land", "the sea and the land", ["the sea", "the"]],
  ["a [light\u00ad] [house] keeper", "a lighthouse keeper", ["lighthouse"]],
  ["a [light\u00ad] house", "a lighthouse", ["light"]],
  ["我\u200b 爱\u200b [北京\u200b] [大学\u200b] 的", "我爱北京大学的", ["北京大学"]],
  ["the [end]", "the end", ["end"]],
])("%j reads %j, with %j marked", (line, text, marked) => {
  const { snippet, marks } = snippetOf(around(line));
  expect(snippet).toBe(text);
  expect(marks.map(([from, to]) => snippet.slice(from, to))).toEqual(marked);
});

test("around nothing there is nothing", () => {
  expect(snippetOf([])).toEqual({ snippet: "", marks: [] });
});
