import { afterAll, beforeAll, expect, test } from "vitest";
import { makeBook, type Person, startTestSupabase, type TestSupabase } from "./people.ts";

let testing: TestSupabase;
let reader: Person;
let book: string;

beforeAll(async () => {
  testing = await startTestSupabase();
  reader = await testing.signUp("reader");
  book = (await makeBook(testing.service, reader.id, "private")).id;
}, 60_000);

afterAll(() => testing.supabase.close());

const search = async (typed: string) => (await reader.client.rpc("search_book", { book, typed })).data;

test("finds a word by its beginning, in any case, with its box", async () => {
  const box = { text: "Turning", x: 0, y: 0, width: 0.1, height: 0.1 };
  expect(await search("TURN")).toEqual([{ page: 1, snippet: "Turning pages", words: [box] }]);
});

test("wants every word that was typed", async () => {
  expect(await search("turning pages")).toHaveLength(1);
  expect(await search("turning tables")).toEqual([]);
});

test.each(["", "   ", "!", "'", "\\", "':* | 'x", "a & | b", "<->"])(
  "takes %j for words, not for syntax",
  async (typed) => {
    expect(await search(typed)).toEqual([]);
  },
);
