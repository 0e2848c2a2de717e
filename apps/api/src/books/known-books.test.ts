import type { Supabase } from "@flipdocs/supabase";
import { expect, test, vi } from "vitest";
import { createKnownBooks } from "./known-books.ts";

const ID = "52264973-ba77-4f89-9cc9-b0c56380cba1";
const OWNER = { id: "owner" };
const ROW = {
  ...{ id: ID, title: "A", status: "ready", visibility: "private", page_count: 1, failure: null },
  ...{ created_at: "2026-01-02T03:04:05Z", owner: OWNER.id },
};

/** A Redis that keeps what it is given for ever. */
function memory(kept = new Map<string, string>()) {
  const set = async (key: string, value: string, ...more: unknown[]) => {
    if (!more.includes("NX") || !kept.has(key)) kept.set(key, value);
  };
  return { get: async (key: string) => kept.get(key) ?? null, set } as never;
}

/** A database with one row, or none, and how often it was asked. */
function database(row: object | null) {
  const asked = { times: 0 };
  const maybeSingle = async () => {
    asked.times++;
    return { data: row, error: null };
  };
  const words: unknown[] = [];
  const ask = (...given: unknown[]) => {
    words.push(given);
    return query;
  };
  const query = { from: ask, select: ask, eq: ask, maybeSingle };
  return { asked, words, supabase: query as unknown as Supabase };
}

test("what is known of a book is asked for once", async () => {
  const [books, { supabase, asked }] = [createKnownBooks(memory()), database(ROW)];
  const first = await books.read(supabase, OWNER, ID);
  expect(await books.read(supabase, OWNER, ID)).toEqual(first);
  expect(asked.times).toBe(1);
});

test("of a book that was forgotten not even its name is left", async () => {
  const kept = new Map<string, string>();
  const books = createKnownBooks(memory(kept));
  await books.read(database(ROW).supabase, OWNER, ID);
  await books.forget(ID);
  expect([...kept].flat().join(" ")).not.toMatch(new RegExp(`${ID}|${OWNER.id}`));
});

test.each([null, { id: "another" }])("a private book is known to its owner alone, not to %j", async (user) => {
  const books = createKnownBooks(memory());
  await books.read(database(ROW).supabase, OWNER, ID);
  await expect(books.read(database(null).supabase, user, ID)).rejects.toMatchObject({ kind: "not-found" });
});

test("a public book is known to anybody", async () => {
  const books = createKnownBooks(memory());
  await books.read(database({ ...ROW, visibility: "public", owner: null }).supabase, OWNER, ID);
  expect((await books.read(database(null).supabase, null, ID)).title).toBe("A");
});

test.each(["making", "failed"])("a book that is %s is asked for each time", async (status) => {
  const [books, { supabase, asked }] = [createKnownBooks(memory()), database({ ...ROW, status })];
  await books.read(supabase, OWNER, ID);
  await books.read(supabase, OWNER, ID);
  expect(asked.times).toBe(2);
});

test("what was asked for before a change is not kept after it", async () => {
  const books = createKnownBooks(memory());
  await books.forget(ID);
  await books.read(database(ROW).supabase, OWNER, ID);
  await expect(books.read(database(null).supabase, OWNER, ID)).rejects.toMatchObject({ kind: "not-found" });
});

test.each([
  ["is away", async () => Promise.reject(new Error("Connection is closed"))],
  ["is frozen", () => new Promise<never>(() => undefined)],
  ["has something else there", async () => "{}"],
])("a Redis that %s keeps nobody from their book", async (_, answer) => {
  const books = createKnownBooks({ get: answer, set: answer } as never);
  expect((await books.read(database(ROW).supabase, OWNER, ID)).title).toBe("A");
  await expect(books.forget(ID)).resolves.toBeUndefined();
});

test("the database is asked for what readers see, and whose it is", async () => {
  const { words, supabase } = database(ROW);
  await createKnownBooks(memory()).read(supabase, OWNER, ID);
  expect(words).toEqual([
    ["books"],
    ["id, title, status, visibility, page_count, failure, created_at, owner"],
    ["id", ID],
  ]);
});

test("what is known is known for a minute, and what was forgotten for half of one, each under the book's own key", async () => {
  const set = vi.fn(async (..._: unknown[]) => "OK");
  const books = createKnownBooks({ get: async () => null, set } as never);
  await books.read(database(ROW).supabase, OWNER, ID);
  await books.forget(ID);
  const [kept, forgotten] = set.mock.calls;
  expect([kept?.[0], kept?.slice(2)]).toEqual([expect.stringMatching(/^book:[\w-]{22}$/), ["EX", 60, "NX"]]);
  expect(forgotten).toEqual([kept?.[0], "forgotten", "EX", 30]);
});

test("a book that was forgotten may be kept again once that is over", async () => {
  const set = vi.fn(async (..._: unknown[]) => "OK");
  const books = createKnownBooks({ get: async () => "forgotten", set } as never);
  await books.read(database(ROW).supabase, OWNER, ID);
  expect(set.mock.calls[0]?.slice(2)).toEqual(["EX", 60, "NX"]);
});
