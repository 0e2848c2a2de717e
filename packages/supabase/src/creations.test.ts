import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeBook, type Person, startTestSupabase, type TestSupabase } from "./people.ts";

let testing: TestSupabase;
let ada: Person;
let key: string;

beforeAll(async () => {
  testing = await startTestSupabase();
  ada = await testing.signUp("ada");
});
beforeEach(() => {
  key = crypto.randomUUID();
});
afterAll(() => testing?.supabase.close());

const BOOK = { title: "Tides", titled: true };

/** Asks for a book under the key, and gives what came of it, and the id that it would have. */
async function ask({ client }: Person = ada, request = "this") {
  const made = crypto.randomUUID();
  const { data } = await client.rpc("create_once", { key, request, made, book: BOOK }).throwOnError();
  return { made, said: data };
}

const stands = async (id: string) =>
  (await ada.client.from("books").select("title, status, page_count, owner").eq("id", id)).data;

describe("a key", () => {
  test("makes a book, of whoever asks", async () => {
    const { made, said } = await ask();
    expect(said).toEqual({ state: "begun" });
    expect(await stands(made)).toEqual([{ title: "Tides", status: "making", page_count: 0, owner: ada.id }]);
  });

  test("makes no second one while the first is under way", async () => {
    await ask();
    const { made, said } = await ask();
    expect([said, await stands(made)]).toEqual([{ state: "under way" }, []]);
  });

  test("makes one of two that are asked for at once", async () => {
    const asked = await Promise.all([ask(), ask(), ask()]);
    expect(asked.map(({ said }) => said.state).sort()).toEqual(["begun", "under way", "under way"]);
  });

  test("has one request, and no other", async () => {
    await ask();
    expect((await ask(ada, "that")).said).toEqual({ state: "other" });
  });

  test("is its owner's: somebody else's of the same name is another", async () => {
    await ask();
    const eve = await testing.signUp(`eve-${key}`);
    expect((await ask(eve, "that")).said).toEqual({ state: "begun" });
  });

  test("gives again what was told, whatever has become of it", async () => {
    const { made } = await ask();
    await ada.client
      .from("creations")
      .update({ answer: { id: made } })
      .eq("key", key)
      .throwOnError();
    await ada.client.rpc("delete_book", { book: made });
    expect((await ask()).said).toEqual({ state: "done", answer: { id: made } });
  });

  test("gives the book of which nobody was told, once it has pages", async () => {
    const { made } = await ask();
    await testing.service.from("books").update({ page_count: 3 }).eq("id", made).throwOnError();
    expect((await ask()).said).toEqual({ state: "made", made });
  });

  test("makes another where that one has failed, which makes room, or is gone", async () => {
    const first = await ask();
    const failed = { status: "failed" as const, failure: "The file never came." };
    await testing.service.from("books").update(failed).eq("id", first.made).throwOnError();
    const second = await ask();
    expect([second.said.state, await stands(first.made)]).toEqual(["begun", []]);
    await ada.client.rpc("drop_upload", { book: second.made });
    expect((await ask()).said).toEqual({ state: "begun" });
  });

  test("is as good as new after a day", async () => {
    await ask();
    const before = new Date(Date.now() - 24 * 60 * 60 * 1000 - 1000).toISOString();
    await testing.service.from("creations").update({ begun_at: before }).eq("key", key).throwOnError();
    expect((await ask(ada, "that")).said).toEqual({ state: "begun" });
  });

  test("of nobody in particular makes nothing", async () => {
    const made = crypto.randomUUID();
    const { error } = await testing.anybody.rpc("create_once", { key, request: "this", made, book: BOOK });
    expect([error === null, await stands(made)]).toEqual([false, []]);
  });
});

test("a link is made once, and to no book of another", async () => {
  const [own, other] = [
    await makeBook(testing.service, ada.id, "private"),
    await makeBook(testing.service, (await testing.signUp("owner")).id, "public"),
  ];
  const link = (book: { id: string }, token: string) => ({
    book_id: book.id,
    token: token.repeat(24),
    access: "unlisted" as const,
    password_hash: null,
    ends_at: null,
    embeddable: false,
    downloadable: true,
  });
  const make = (key: string, made: string, wanted: ReturnType<typeof link>) =>
    ada.client.rpc("create_once", { key, request: "this", made, link: wanted });
  const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];
  expect((await make(key, first, link(own, "a"))).data).toEqual({ state: "begun" });
  expect((await make(key, second, link(own, "b"))).data).toEqual({ state: "made", made: first });
  const links = await ada.client.from("shares").select("id, downloadable, views").eq("book_id", own.id);
  expect(links.data).toEqual([{ id: first, downloadable: true, views: 0 }]);
  expect((await make(`${key}-2`, second, link(other, "c"))).error).not.toBeNull();
  expect((await testing.service.from("shares").select("id").eq("book_id", other.id)).data).toEqual([]);
});
