import type { User } from "@flipdocs/contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answering } from "../../test/answering.ts";
import type { BookQueue } from "../making/queue.ts";
import { clearBook, clearDeleted, deleteBook, deletedBooks, restoreBook } from "./deleting.ts";
import { removeFiles } from "./files.ts";

const ID = "5a3b1e00-f11b-4d0c-8000-000000000001";
const USER: User = { id: "5a3b1e00-f11b-4d0c-8000-00000000000a", email: "ada@flipdocs.test" };
const row = { id: ID, title: "Tides", status: "making", created_at: "2026-11-26T20:14:00Z" };
const queue = (add = vi.fn(async () => undefined)) => ({ add }) as unknown as BookQueue;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-26T20:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

test("who may not delete a book, or have it back, finds none", async () => {
  await expect(deleteBook(answering({ data: false }).supabase, ID)).rejects.toMatchObject({ kind: "not-found" });
  await expect(restoreBook(answering({ data: false }).supabase, ID, queue())).rejects.toMatchObject({
    kind: "not-found",
    detail: "This book cannot be had back: it was deleted more than a day ago.",
  });
  const { supabase, asked } = answering({ data: true });
  expect(await deleteBook(supabase, ID)).toBeUndefined();
  expect(asked).toEqual([`rpc("delete_book", {"book":"${ID}"})`]);
});

test.each([
  ["making", 1],
  ["ready", 0],
])("a book that comes back and is %s is asked for %i times", async (status, times) => {
  const { supabase, asked } = answering({ data: true }, { data: { ...row, status } });
  const add = vi.fn(async () => undefined);
  expect(await restoreBook(supabase, ID, queue(add))).toMatchObject({ id: ID, status });
  expect(asked[0]).toBe(`rpc("restore_book", {"book":"${ID}"})`);
  expect(add).toHaveBeenCalledTimes(times);
});

test("a book comes back without the queue, too", async () => {
  const { supabase } = answering({ data: true }, { data: row });
  const away = queue(vi.fn(async () => Promise.reject(new Error("away"))));
  expect(await restoreBook(supabase, ID, away)).toMatchObject({ id: ID });
});

test("until when a book can be had back is a day from when it was deleted", async () => {
  const { supabase, asked } = answering({
    data: [{ id: ID, title: "Tides", deleted_at: "2026-11-26T19:00:00+00:00" }],
  });
  expect(await deletedBooks(supabase)).toEqual([{ id: ID, title: "Tides", until: "2026-11-27T19:00:00.000Z" }]);
  expect(asked).toEqual(['rpc("deleted_books", {}, {"get":true})']);
});

test("a book that is cleared is nobody's to have back before its files go, and its row goes last", async () => {
  const { supabase, asked } = answering(
    { data: [{ id: ID }] },
    { data: [] },
    { data: [] },
    { data: [] },
    { data: [] },
    { data: [] },
  );
  await clearBook(supabase, USER, ID);
  expect(asked[0]).toBe(
    `from("books").update({"deleted_at":"2026-11-25T19:58:00.000Z"}).eq("id", "${ID}").eq("owner", "${USER.id}").not("deleted_at", "is", null).select("id")`,
  );
  expect(asked[3]).toBe(`from("books").delete().eq("id", "${ID}").select("id")`);
  expect(asked.map((question) => /list|delete\(/.exec(question)?.[0])).toEqual([
    undefined,
    "list",
    "list",
    "delete(",
    "list",
    "list",
  ]);
});

test("nothing is cleared of a book that is not deleted", async () => {
  const { supabase, asked } = answering({ data: [] });
  await expect(clearBook(supabase, USER, ID)).rejects.toMatchObject({ kind: "not-found" });
  expect(asked).toHaveLength(1);
});

const none = { data: [] };

test("what nobody can have back is cleared, a minute late so that nobody restores it meanwhile", async () => {
  const books = [
    { id: "one", owner: "ada" },
    { id: "two", owner: null },
  ];
  const { supabase, asked } = answering({ data: books }, none, none, none, none, none, none);
  expect(await clearDeleted(supabase, new Date())).toBe(2);
  expect(asked[0]).toBe(
    'from("books").select("id, owner").lt("deleted_at", "2026-11-25T19:59:00.000Z").order("deleted_at").limit(100)',
  );
  expect(asked.filter((question) => question.includes("delete("))).toEqual(
    ["one", "two"].map(
      (id) => `from("books").delete().eq("id", "${id}").lt("deleted_at", "2026-11-25T19:59:00.000Z").select("id")`,
    ),
  );
});

test("a book that storage keeps keeps no other, and is told in the end", async () => {
  const books = [
    { id: "one", owner: "ada" },
    { id: "two", owner: "ada" },
  ];
  const { supabase, asked } = answering({ data: books }, { error: { message: "no" } }, none, none, none);
  await expect(clearDeleted(supabase, new Date())).rejects.toMatchObject({ kind: "unavailable" });
  expect(asked.filter((question) => question.includes("delete("))).toHaveLength(1);
});

test("all files of a folder go, from both buckets, those of its folders first", async () => {
  const { supabase, asked } = answering(
    {
      data: [
        { name: "a.jpg", id: "1" },
        { name: "wide", id: null },
      ],
    },
    { data: [{ name: "b.jpg", id: "2" }] },
    {},
    none,
    {},
    none,
    none,
  );
  await removeFiles(supabase, "ada/one");
  const removed = asked.filter((question) => question.includes("remove("));
  expect(removed).toEqual([
    expect.stringContaining('remove(["ada/one/wide/b.jpg"])'),
    expect.stringContaining('remove(["ada/one/a.jpg"])'),
  ]);
  expect(asked[0]).toContain('list("ada/one", {"limit":1000})');
});

test("storage that keeps its files is an error, and not asked without end", async () => {
  const kept = { data: [{ name: "a.jpg", id: "1" }] };
  await expect(removeFiles(answering(kept, {}, kept).supabase, "ada/one")).rejects.toThrow(
    /^Storage keeps files in \w+\/ada\/one$/,
  );
});
