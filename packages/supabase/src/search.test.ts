import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Person, startTestSupabase, type TestSupabase } from "./people.ts";
import { SENTENCES } from "./sentences.fixture.ts";

let testing: TestSupabase;
let reader: Person;

beforeAll(async () => {
  testing = await startTestSupabase();
  reader = await testing.signUp("reader");
});

afterAll(() => testing?.supabase.close());

/** Words as a page has them, each where it stands in the line. */
const wordsOf = (line: string) =>
  line.split(" ").map((text, index) => ({ text, x: index / 100, y: 0.5, width: 0.01, height: 0.02 }));

/** Makes a book, one line a page, and gives a way to search it. */
async function bookOf(...lines: string[]) {
  const { data } = await testing.service
    .from("books")
    .insert({ title: "A book", owner: reader.id, status: "ready", page_count: lines.length })
    .select("id")
    .single()
    .throwOnError();
  const pages = lines.map((line, index) => ({ number: index + 1, words: wordsOf(line), content: line }));
  const size = { width: 1200, height: 1600, digest: "d" };
  await testing.service
    .from("pages")
    .insert(pages.map((page) => ({ ...page, ...size, book_id: data.id })))
    .throwOnError();
  return async (typed: string, part: { after?: number; most?: number } = {}) =>
    (await reader.client.rpc("find_in_book", { book: data.id, typed, ...part }).throwOnError()).data;
}

/** What is highlighted on the pages of a search, in their order. */
const marked = ({ hits }: { hits: { words: { text: string }[] }[] }) =>
  hits.map(({ words }) => words.map(({ text }) => text));

describe.each(SENTENCES)("in %s", (_, sentence, finds) => {
  let search: Awaited<ReturnType<typeof bookOf>>;
  beforeAll(async () => {
    search = await bookOf(sentence);
  });

  test.each(finds)("%s is found", async (typed, ...words) => {
    const found = await search(typed);
    expect(marked(found)).toEqual([words]);
    expect([found.places, found.pages]).toEqual([1, 1]);
  });
});

describe("of what is found", () => {
  test("there are the boxes, and the words around the first place", async () => {
    const search = await bookOf("nothing", "Turning Pages turning");
    expect(await search("TURN")).toEqual({
      places: 2,
      pages: 1,
      hits: [
        {
          page: 2,
          places: 2,
          words: wordsOf("Turning Pages turning").filter(({ text }) => text !== "Pages"),
          around: [
            { text: "Turning", found: true },
            { text: "Pages", found: false },
            { text: "turning", found: true },
          ],
        },
      ],
    });
  });

  test("every place counts, and each word is marked once", async () => {
    const found = await (await bookOf("banana and an anagram"))("an a");
    expect(found.places).toBe(2 + 1 + 1 + 1 + (3 + 1 + 1 + 3));
    expect(marked(found)).toEqual([["banana", "and", "an", "anagram"]]);
  });

  test("a snippet is eight words before and sixteen behind the first place", async () => {
    const line = Array.from({ length: 60 }, (_, index) => `w${index}.`).join(" ");
    const [hit] = (await (await bookOf(line))("w20.")).hits;
    expect(hit?.around.map(({ text }) => text)).toEqual(line.split(" ").slice(12, 37));
  });

  test("the totals are of the whole book, and the pages come in portions", async () => {
    const search = await bookOf(...Array.from({ length: 258 }, (_, page) => (page % 2 ? "sea sea sea" : "sea land")));
    const first = await search("sea");
    expect([first.places, first.pages]).toEqual([129 * 4, 258]);
    expect(first.hits.map(({ page }) => page)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    const next = await search("sea", { after: 20, most: 2 });
    expect([next.places, next.pages]).toEqual([129 * 4, 258]);
    expect(next.hits.map(({ page, places }) => [page, places])).toEqual([
      [21, 1],
      [22, 3],
    ]);
    expect((await search("sea", { after: 258 })).hits).toEqual([]);
  });
});

describe("what is typed", () => {
  let search: Awaited<ReturnType<typeof bookOf>>;
  beforeAll(async () => {
    search = await bookOf("The this can’t turning pages 100%_off", "");
  });

  test("has to be there, all of it, in any order", async () => {
    expect((await search("pages turning")).pages).toBe(1);
    expect(await search("turning tables")).toEqual({ places: 0, pages: 0, hits: [] });
  });

  test("is one thing with its apostrophe", async () => {
    expect(marked(await search("can't"))).toEqual([["can’t"]]);
  });

  test.each(["", "   ", "-", "!", "\\", "':* | 'x", "a & | b", "<->", ".", "(", "t_e", "th%s"])(
    "%j is words, not syntax",
    async (typed) => {
      expect(await search(typed)).toEqual({ places: 0, pages: 0, hits: [] });
    },
  );
});
