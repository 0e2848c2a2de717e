import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "./database.ts";
import { makeBook, type Person, startTestSupabase, type TestSupabase } from "./people.ts";

type Facts = Partial<Database["public"]["Tables"]["shares"]["Insert"]>;

const HASH = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA";

let testing: TestSupabase;
let ada: Person;
let eve: Person;
let book: string;

beforeAll(async () => {
  testing = await startTestSupabase();
  ada = await testing.signUp("ada");
  eve = await testing.signUp("eve");
  book = (await makeBook(testing.service, ada.id, "private")).id;
});

afterAll(() => testing.supabase.close());

let count = 0;
/** A token that nobody else has. */
const anotherToken = (): string => String(++count).padStart(24, "t");

async function link(facts: Facts = {}) {
  const row = { book_id: book, token: anotherToken(), access: "unlisted" as const, ...facts };
  return (await ada.client.from("shares").insert(row).select("id, token").single().throwOnError()).data;
}

const leadsTo = async (token: string) => (await testing.service.rpc("shared_book", { token }).throwOnError()).data[0];
const viewsOf = async (id: string) =>
  (await testing.service.from("shares").select("views").eq("id", id).single().throwOnError()).data.views;

describe("the links to a book", () => {
  test("are read by its owner, token and all", async () => {
    const { id, token } = await link();
    expect((await ada.client.from("shares").select("token").eq("id", id)).data).toEqual([{ token }]);
  });

  test("are read by nobody else, also when the book is public", async () => {
    const { id } = await link();
    for (const visibility of ["private", "public"] as const) {
      await testing.service.from("books").update({ visibility }).eq("id", book).throwOnError();
      for (const client of [eve.client, testing.anybody]) {
        expect((await client.from("shares").select().eq("id", id)).data ?? []).toEqual([]);
      }
    }
    await testing.service.from("books").update({ visibility: "private" }).eq("id", book).throwOnError();
  });

  test("are made by nobody else", async () => {
    for (const client of [eve.client, testing.anybody]) {
      const { error } = await client
        .from("shares")
        .insert({ book_id: book, token: anotherToken(), access: "unlisted" });
      expect(error?.code).toBe("42501");
    }
  });

  test("are changed, taken over and revoked by nobody else", async () => {
    const { id, token } = await link();
    const own = (await makeBook(testing.service, eve.id, "private")).id;
    for (const client of [eve.client, testing.anybody]) {
      await client.from("shares").update({ downloadable: true }).eq("id", id);
      await client.from("shares").upsert({ id, token, book_id: own, access: "unlisted" });
      await client.from("shares").delete().eq("id", id);
    }
    const { data } = await ada.client.from("shares").select("book_id, downloadable").eq("id", id).single();
    expect(data).toEqual({ book_id: book, downloadable: false });
  });

  test("are not moved to another's book by their owner", async () => {
    const { id } = await link();
    const other = (await makeBook(testing.service, eve.id, "private")).id;
    const { error } = await ada.client.from("shares").update({ book_id: other }).eq("id", id);
    expect(error?.code).toBe("42501");
  });

  test("go with it", async () => {
    const { id } = await makeBook(testing.service, ada.id, "private");
    const row = { book_id: id, token: anotherToken(), access: "public" as const };
    await ada.client.from("shares").insert(row).throwOnError();
    await ada.client.from("books").delete().eq("id", id).throwOnError();
    expect(await leadsTo(row.token)).toBeUndefined();
  });

  test.each<[string, Facts]>([
    ["without a password that wants one", { access: "password" }],
    ["with a password that wants none", { password_hash: HASH }],
    ["with a password as it was typed", { access: "password", password_hash: "hunter2" }],
    ["with a password that is embedded", { access: "password", password_hash: HASH, embeddable: true }],
    ["with a token that can be guessed", { token: "a" }],
  ])("are not kept %s", async (_, facts) => {
    const row = { book_id: book, token: anotherToken(), access: "unlisted" as const, ...facts };
    const { error } = await ada.client.from("shares").insert(row);
    // The local Supabase has no code for it.
    expect(error).not.toBeNull();
    expect(error?.code).not.toBe("42501");
  });
});

describe("a token", () => {
  test("leads the service to the book", async () => {
    const { id, token } = await link({ access: "password", password_hash: HASH });
    expect(await leadsTo(token)).toEqual({
      id,
      access: "password",
      password_hash: HASH,
      embeddable: false,
      downloadable: false,
      book: { id: book, owner: ada.id, title: "A book", status: "ready", page_count: 1 },
    });
  });

  test("leads nobody else there, not even its owner", async () => {
    const { token } = await link();
    for (const client of [ada.client, eve.client, testing.anybody]) {
      expect((await client.rpc("shared_book", { token })).data).toBeNull();
    }
  });

  test("leads nowhere while the book is deleted, and there again when it is had back", async () => {
    const { token } = await link();
    await ada.client.rpc("delete_book", { book }).throwOnError();
    const deleted = await leadsTo(token);
    await ada.client.rpc("restore_book", { book }).throwOnError();
    expect([deleted, (await leadsTo(token))?.book.id]).toEqual([undefined, book]);
  });

  test("leads nowhere when its time is over, and when there is none like it", async () => {
    const over = await link({ ends_at: new Date(Date.now() - 1000).toISOString() });
    const later = await link({ ends_at: new Date(Date.now() + 3_600_000).toISOString() });
    expect([await leadsTo(over.token), await leadsTo(anotherToken())]).toEqual([undefined, undefined]);
    expect((await leadsTo(later.token))?.id).toBe(later.id);
  });
});

test("views are counted by the service, and by nobody else", async () => {
  const { id } = await link();
  for (const client of [testing.service, testing.service, ada.client, eve.client, testing.anybody]) {
    await client.rpc("count_view", { share: id });
  }
  expect(await viewsOf(id)).toBe(2);
});
