import { afterAll, beforeAll, expect, test } from "vitest";
import { type Person, startTestSupabase, type TestSupabase } from "./people.ts";

let testing: TestSupabase;
let ada: Person;
let eve: Person;
const ids = new Map<string, string>();

beforeAll(async () => {
  testing = await startTestSupabase();
  [ada, eve] = await Promise.all([testing.signUp("ada"), testing.signUp("eve")]);
  await book("Sailing", "the café by the sea", "land", "sea", "sea", "sea");
  await book("The sea", "nothing of it");
  await book("Gardens", "a pond and a SEA-horse");
  await book("Deserts", "sand");
});

afterAll(() => testing?.supabase.close());

/** Makes one of Ada's books, one line a page. */
async function book(title: string, ...lines: string[]): Promise<void> {
  const row = { title, owner: ada.id, status: "ready" as const, page_count: lines.length };
  const { data } = await testing.service.from("books").insert(row).select("id").single().throwOnError();
  ids.set(title, data.id);
  const pages = lines.map((line, index) => ({
    book_id: data.id,
    number: index + 1,
    words: line.split(" ").map((text) => ({ text, x: 0, y: 0, width: 0.1, height: 0.1 })),
    content: line,
    width: 9,
    height: 9,
    digest: "d",
  }));
  await testing.service.from("pages").insert(pages).throwOnError();
}

const search = async (typed: string, part: { skip?: number; most?: number } = {}, by = ada.client) =>
  (await by.rpc("find_in_library", { member: ada.id, typed, ...part }).throwOnError()).data;
const titles = ({ found }: Awaited<ReturnType<typeof search>>) => found.map(({ title }) => title);

test("books whose title has it come first, then those with the most pages, each with its first three", async () => {
  const found = await search("SEA");
  expect(titles(found)).toEqual(["The sea", "Sailing", "Gardens"]);
  expect([found.books, found.pages, found.places]).toEqual([3, 5, 5]);
  const [named, sailing] = found.found;
  expect(named).toMatchObject({ pages: 0, hits: [] });
  expect(sailing).toMatchObject({ pages: 4, places: 4, hits: [{ page: 1 }, { page: 3 }, { page: 4 }] });
  expect(sailing?.hits[0]?.around.filter((word) => word.found)).toEqual([{ text: "sea", found: true }]);
});

test("all that was typed has to stand on one page, or in the title", async () => {
  expect(titles(await search("cafe sea"))).toEqual(["Sailing"]);
  expect(titles(await search("land sea"))).toEqual([]);
  expect(titles(await search("sea the"))).toEqual(["The sea", "Sailing"]);
});

test("books come in portions, and the totals are of all", async () => {
  const part = await search("sea", { skip: 1, most: 1 });
  expect([titles(part), part.books]).toEqual([["Sailing"], 3]);
});

test.each(["", "  ", "-"])("%j finds nothing", async (typed) => {
  expect(await search(typed)).toEqual({ books: 0, pages: 0, places: 0, found: [] });
});

test("nobody finds anything in another's books, or in one that was deleted", async () => {
  for (const client of [eve.client, testing.anybody]) expect((await search("sea", {}, client)).books).toBe(0);
  await ada.client.rpc("delete_book", { book: ids.get("Gardens") ?? "" });
  expect(titles(await search("sea"))).toEqual(["The sea", "Sailing"]);
});
