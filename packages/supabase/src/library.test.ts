import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeBook, type Person, startTestSupabase, type TestSupabase } from "./people.ts";

let testing: TestSupabase;
let ada: Person;
let eve: Person;

beforeAll(async () => {
  testing = await startTestSupabase();
  [ada, eve] = await Promise.all([testing.signUp("ada"), testing.signUp("eve")]);
});

afterAll(() => testing?.supabase.close());

const DAY_MS = 24 * 60 * 60 * 1000;

const deletedLongAgo = (id: string) =>
  testing.service
    .from("books")
    .update({ deleted_at: new Date(Date.now() - DAY_MS - 1000).toISOString() })
    .eq("id", id)
    .throwOnError();

describe("a deleted book", () => {
  test.each(["private", "public"] as const)("that was %s is there for nobody, with its pages and files", async (as) => {
    const book = await makeBook(testing.service, ada.id, as);
    expect((await ada.client.rpc("delete_book", { book: book.id })).data).toBe(true);
    for (const client of [ada.client, eve.client, testing.anybody]) {
      expect((await client.from("books").select("id").eq("id", book.id)).data).toEqual([]);
      expect((await client.from("pages").select("number").eq("book_id", book.id)).data).toEqual([]);
      const found = await client.rpc("find_in_book", { book: book.id, typed: "turning" });
      expect(found.data).toMatchObject({ pages: 0 });
    }
    const file = await testing.anybody.storage.from("pages").download(book.image);
    expect(file.data).toBeNull();
  });

  test("is had back by its owner, and by nobody else", async () => {
    const book = await makeBook(testing.service, ada.id, "private");
    await ada.client.rpc("delete_book", { book: book.id });
    for (const client of [eve.client, testing.anybody]) {
      expect((await client.rpc("restore_book", { book: book.id })).data).not.toBe(true);
    }
    const listed = await ada.client.rpc("deleted_books").throwOnError();
    expect(listed.data.map(({ id }) => id)).toContain(book.id);
    expect((await eve.client.rpc("deleted_books").throwOnError()).data).toEqual([]);
    expect((await ada.client.rpc("restore_book", { book: book.id })).data).toBe(true);
    expect((await ada.client.from("books").select("id").eq("id", book.id)).data).toEqual([{ id: book.id }]);
  });

  test("is not had back after a day", async () => {
    const book = await makeBook(testing.service, ada.id, "private");
    await deletedLongAgo(book.id);
    expect((await ada.client.rpc("restore_book", { book: book.id })).data).toBe(false);
    expect((await ada.client.rpc("deleted_books").throwOnError()).data.map(({ id }) => id)).not.toContain(book.id);
  });
});

test.each(["private", "public"] as const)("nobody deletes a %s book of another, or marks it as read", async (as) => {
  const book = await makeBook(testing.service, ada.id, as);
  for (const client of [eve.client, testing.anybody]) {
    expect((await client.rpc("delete_book", { book: book.id })).data).not.toBe(true);
    await client.rpc("mark_read", { book: book.id });
  }
  const kept = await testing.service.from("books").select("deleted_at, read_at").eq("id", book.id).single();
  expect(kept.data).toEqual({ deleted_at: null, read_at: null });
});

describe("a person's own books", () => {
  let reader: Person;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    reader = await testing.signUp("reader");
    for (const title of ["Volume 10", "volume 9", "Äpfel", "Zebra"]) {
      const made = await testing.service.from("books").insert({ title, owner: reader.id }).select("id").single();
      ids.set(title, made.data?.id ?? "");
    }
    await makeBook(testing.service, ada.id, "public");
    for (const title of ["Zebra", "volume 9"]) await reader.client.rpc("mark_read", { book: ids.get(title) ?? "" });
  });

  test.each([
    ["newest", ["Zebra", "Äpfel", "volume 9", "Volume 10"]],
    ["title", ["Äpfel", "volume 9", "Volume 10", "Zebra"]],
    ["read", ["volume 9", "Zebra", expect.any(String), expect.any(String)]],
  ] as const)("come by %s, in portions, each once", async (sorted, titles) => {
    const listed: string[] = [];
    for (let last: { place: string; id: string } | undefined, more = true; more; ) {
      const after = last ? { after_place: last.place, after_id: last.id } : {};
      const { data } = await reader.client
        .rpc("own_books", { member: reader.id, sorted, most: 1, ...after })
        .throwOnError();
      last = data.at(-1);
      listed.push(...data.map(({ title }) => title));
      more = last !== undefined;
    }
    expect(listed).toEqual(titles);
    expect(new Set(listed)).toEqual(new Set(ids.keys()));
  });

  test("are shown to nobody else", async () => {
    for (const client of [eve.client, testing.anybody]) {
      expect((await client.rpc("own_books", { member: reader.id })).data).toEqual([]);
    }
  });
});

describe("what a person may have", () => {
  let grace: Person;
  beforeAll(async () => {
    grace = await testing.signUp("grace");
  });

  const add = async (size: number, most: { books: number; bytes: number }, client = testing.service) => {
    const named = { id: crypto.randomUUID(), title: "A book", titled: true };
    await grace.client.from("books").insert(named).select("id").throwOnError();
    const limits = { most_books: most.books, most_bytes: most.bytes };
    const weighed = await client.rpc("weigh_book", { member: grace.id, book: named.id, size, ...limits });
    if (!weighed.data) await testing.service.from("books").delete().eq("id", named.id).select("id").throwOnError();
    return weighed;
  };
  const use = async () => (await testing.service.rpc("shelf_use", { member: grace.id }).throwOnError()).data;

  test("is held when several books come at once, deleted ones counted in", async () => {
    const added = await Promise.all(Array.from({ length: 5 }, () => add(10, { books: 3, bytes: 1000 })));
    expect(added.map(({ data }) => data).sort()).toEqual([false, false, true, true, true]);
    const own = grace.client.from("books").select("id").eq("owner", grace.id);
    const { data } = await own.limit(1).single().throwOnError();
    expect((await grace.client.rpc("delete_book", { book: data.id })).data).toBe(true);
    expect(await use()).toEqual([{ books: 3, bytes: 30 }]);
    expect((await add(10, { books: 3, bytes: 1000 })).data).toBe(false);
    await testing.service.from("books").delete().eq("id", data.id).select("id").throwOnError();
    expect(await use()).toEqual([{ books: 2, bytes: 20 }]);
    expect((await add(11, { books: 9, bytes: 30 })).data).toBe(false);
    expect((await add(10, { books: 9, bytes: 30 })).data).toBe(true);
  });

  test("is added to and counted by the service, and by nobody else", async () => {
    const before = await use();
    for (const client of [grace.client, eve.client, testing.anybody]) {
      expect((await add(1, { books: 99, bytes: 1000 }, client)).error).not.toBeNull();
      expect((await client.rpc("shelf_use", { member: grace.id })).error).not.toBeNull();
    }
    expect(await use()).toEqual(before);
  });
});
