import type { User } from "@flipdocs/contract";
import { expect, test, vi } from "vitest";
import { answering } from "../../test/answering.ts";
import type { BookQueue } from "../making/queue.ts";
import { Problem } from "../problems/problem.ts";
import { addBook, changeBook, originalOf, ownBooks, publicBooks, readableBook } from "./library.ts";
import { writePlace } from "./place.ts";
import type { Quotas } from "./quota.ts";

const ID = "5a3b1e00-f11b-4d0c-8000-000000000001";
const USER: User = { id: "5a3b1e00-f11b-4d0c-8000-00000000000a", email: "ada@flipdocs.test" };
const COLUMNS = '"id, title, status, visibility, page_count, failure, created_at"';
const OWNED = COLUMNS.replace(/"$/, ', owner"');
const row = {
  id: ID,
  title: "Tides",
  status: "making",
  visibility: "private",
  page_count: 3,
  failure: null,
  created_at: "2026-11-26 20:14:00+00",
};
const book = {
  id: ID,
  title: "Tides",
  status: "making",
  visibility: "private",
  pageCount: 3,
  failure: null,
  createdAt: "2026-11-26T20:14:00.000Z",
};

test("a shelf is asked for with one more than it shows, which says that there are more", async () => {
  const rows = Array.from({ length: 101 }, (_, index) => ({ ...row, place: String(index) }));
  const { supabase, asked } = answering({ data: rows });
  const { books, next } = await ownBooks(supabase, USER, "newest");
  expect([books.length, books[0], next]).toEqual([100, book, writePlace({ at: "99", id: ID })]);
  expect(asked).toEqual([`rpc("own_books", {"member":"${USER.id}","sorted":"newest","most":101}, {"get":true})`]);
});

test("a shelf that ends says so, and goes on where the one before ended", async () => {
  const rows = Array.from({ length: 100 }, () => ({ ...row, place: "1" }));
  const { supabase, asked } = answering({ data: rows });
  expect(await ownBooks(supabase, USER, "title", { at: "x", id: "y" })).toMatchObject({ next: null });
  expect(asked[0]).toContain('"after_place":"x","after_id":"y"');
});

test("the public shelf has what can be read, newest first", async () => {
  const { supabase, asked } = answering({ data: [row] });
  expect(await publicBooks(supabase)).toEqual([book]);
  expect(asked).toEqual([
    `from("books").select(${COLUMNS}).eq("visibility", "public").eq("status", "ready").order("created_at", {"ascending":false}).limit(200)`,
  ]);
});

test("a book that is not there, or not theirs, is not found", async () => {
  const { supabase, asked } = answering();
  await expect(readableBook(supabase, ID)).rejects.toMatchObject({ kind: "not-found" });
  expect(asked).toEqual([`from("books").select(${OWNED}).eq("id", "${ID}").maybeSingle()`]);
  await expect(changeBook(answering().supabase, USER, ID, { title: "Ebb" })).rejects.toMatchObject({
    kind: "not-found",
  });
});

test("a book is named by its owner alone, and what its file says counts no more", async () => {
  const { supabase, asked } = answering({ data: row });
  expect(await changeBook(supabase, USER, ID, { title: "Ebb" })).toEqual(book);
  expect(asked[0]).toMatch(
    `from("books").update({"title":"Ebb","titled":true}).eq("id", "${ID}").eq("owner", "${USER.id}")`,
  );
});

test("a person's files lie in their own folder", () => {
  expect(originalOf(USER, ID)).toBe(`${USER.id}/${ID}/original.pdf`);
});

const fresh = () => ({ id: ID, title: "Tides", titled: true, bytes: 9, file: { end: vi.fn(async () => undefined) } });
const making = (other: object = {}) => ({
  queue: { add: vi.fn(async () => undefined) } as unknown as BookQueue,
  quotas: { weigh: vi.fn(async () => undefined), ...other } as unknown as Quotas,
});

test("a book gets its row, is weighed, then its file ends, and it is asked for with the turn of its owner", async () => {
  const { supabase, asked } = answering({ data: [{ id: ID }] }, { data: row }, { data: [{}, {}, {}] });
  const [given, services] = [fresh(), making()];
  expect(await addBook(supabase, USER, given as never, services)).toEqual(book);
  expect(asked[0]).toBe(`from("books").insert({"id":"${ID}","title":"Tides","titled":true}).select("id")`);
  expect(asked.slice(1)).toEqual([
    `from("books").select(${OWNED}).eq("id", "${ID}").maybeSingle()`,
    `from("books").select("id").eq("owner", "${USER.id}").eq("status", "making").limit(200)`,
  ]);
  expect(services.quotas.weigh).toHaveBeenCalledWith(USER, { id: ID, bytes: 9 });
  expect(given.file.end).toHaveBeenCalledTimes(1);
  expect(services.queue.add).toHaveBeenCalledWith(ID, 3);
});

test("of a book that is too much, neither file nor row stays", async () => {
  const { supabase, asked } = answering({ data: [{ id: ID }] });
  const services = making({ weigh: async () => Promise.reject(new Problem("over-quota")) });
  const given = fresh();
  await expect(addBook(supabase, USER, given as never, services)).rejects.toMatchObject({ kind: "over-quota" });
  expect(asked.slice(1).sort()).toEqual([
    `rpc("drop_upload", {"book":"${ID}"})`,
    `storage.from("originals").remove(["${USER.id}/${ID}/original.pdf"])`,
  ]);
  expect([given.file.end, services.queue.add].flatMap((called) => vi.mocked(called).mock.calls)).toEqual([]);
});

test("a book that was deleted while it came is not asked for", async () => {
  const { supabase } = answering({ data: [{ id: ID }] });
  const services = making();
  await expect(addBook(supabase, USER, fresh() as never, services)).rejects.toMatchObject({
    kind: "not-found",
    detail: "This book was deleted while it was uploaded.",
  });
  expect(services.queue.add).not.toHaveBeenCalled();
});

test("a book that is made once is told to the database with its key, and not inserted beside it", async () => {
  const { supabase, asked } = answering({}, { data: { state: "begun" } }, { data: row }, { data: [{}] });
  await addBook(supabase, USER, fresh() as never, making(), { key: "k", request: "r" });
  expect(asked[1]).toBe(
    `rpc("create_once", {"key":"k","request":"r","made":"${ID}","book":{"title":"Tides","titled":true}})`,
  );
  expect(asked.filter((question) => question.includes(".insert("))).toEqual([]);
});

test("a book that was made under its key before is read, and its file comes to nothing", async () => {
  const { supabase, asked } = answering({}, { data: { state: "made", made: "earlier" } }, { data: row });
  const given = fresh();
  expect(await addBook(supabase, USER, given as never, making(), { key: "k", request: "r" })).toEqual(book);
  expect(asked[2]).toContain('.eq("id", "earlier")');
  expect(given.file.end).not.toHaveBeenCalled();
});
