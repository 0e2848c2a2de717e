import { Book, DeletedBook, LibraryHits, Shelf } from "@flipdocs/contract";
import { BUCKETS, type Supabase } from "@flipdocs/supabase";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { smallPdf } from "../../test/pdf.ts";
import { type Replica, startReplica } from "../../test/replica.ts";
import { givenServices } from "../../test/services.ts";
import { signUp } from "../../test/visitor.ts";
import { clearDeleted } from "./deleting.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const { SUPABASE_URL, SUPABASE_SECRET_KEY } = givenServices();
const service: Supabase = createClient(SUPABASE_URL, SUPABASE_SECRET_KEY);

let replica: Replica;
let owner: Awaited<ReturnType<typeof signUp>>;
let book: Book;

beforeAll(async () => {
  replica = await startReplica();
  owner = await signUp(replica.url);
  book = await owner.makeBook(smallPdf(["one", "two"], "Microsoft Word - A sea voyage.docx"));
});

afterAll(() => replica.stop());

const change = (id: string, method: string, body?: unknown, visitor = owner) =>
  visitor.fetch(`/v1/books/${id}`, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
  });
const restore = (id: string) => owner.fetch(`/v1/books/${id}/restore`, { method: "POST" });
const deleted = async () =>
  z.object({ books: z.array(DeletedBook) }).parse(await (await owner.fetch("/v1/books/deleted")).json()).books;

/** The names of all files that a book has. */
async function filesOf(id: string): Promise<string[]> {
  const lists = Object.values(BUCKETS).map((bucket) => service.storage.from(bucket).list(`${owner.user.id}/${id}`));
  return (await Promise.all(lists)).flatMap(({ data }) => (data ?? []).map(({ name }) => name)).sort();
}

describe("a title", () => {
  test("that nobody typed is the one that the PDF gives itself", () => {
    expect(book.title).toBe("A sea voyage");
  });

  test("that was typed is kept", async () => {
    const response = await owner.upload(smallPdf(["one"], "A sea voyage"), "Mine");
    const { id } = Book.parse(await response.json());
    expect((await owner.made(id)).title).toBe("Mine");
    await change(id, "DELETE");
  });

  test("is changed by its owner, trimmed, and by nobody else", async () => {
    const renamed = Book.parse(await (await change(book.id, "PATCH", { title: "  Voyages  " })).json());
    expect(renamed).toEqual({ ...book, title: "Voyages" });
    const foreign = await change(book.id, "PATCH", { title: "Taken" }, await signUp(replica.url));
    expect([foreign.status, (await owner.book(book.id)).title]).toEqual([404, "Voyages"]);
  });

  test.each([{ title: " " }, { title: "x".repeat(201) }, {}])("%j is none", async (body) => {
    expect((await change(book.id, "PATCH", body)).status).toBe(422);
  });
});

describe("a cover", () => {
  const cover = (headers = {}) => owner.fetch(`/v1/books/${book.id}/cover`, { headers });

  test("is a small WebP that is not sent again to who has it", async () => {
    const response = await cover();
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([response.headers.get("content-type"), bytes.toString("latin1", 8, 12)]).toEqual(["image/webp", "WEBP"]);
    expect(bytes.length).toBeLessThan(20_000);
    expect((await cover({ "if-none-match": response.headers.get("etag") ?? "" })).status).toBe(304);
  });

  test("of a book that was made before there were any is its first page", async () => {
    await service.from("books").update({ cover: null }).eq("id", book.id).throwOnError();
    expect((await cover()).headers.get("content-type")).toBe("image/jpeg");
  });

  test("is not there for others", async () => {
    const other = await signUp(replica.url);
    expect((await other.fetch(`/v1/books/${book.id}/cover`)).status).toBe(404);
  });
});

test("books are listed by title, and by when they were last read", async () => {
  const reader = await signUp(replica.url);
  const rows = ["b", "A", "c"].map((title) => ({ title, owner: reader.user.id, status: "ready" as const }));
  const { data } = await service.from("books").insert(rows).select("id, title").throwOnError();
  const titles = async (sort: string) =>
    Shelf.parse(await (await reader.fetch(`/v1/books?sort=${sort}`)).json()).books.map(({ title }) => title);
  expect(await titles("title")).toEqual(["A", "b", "c"]);
  await reader.pages(data.find(({ title }) => title === "b")?.id ?? "");
  await expect.poll(async () => (await titles("read"))[0], { timeout: 20_000 }).toBe("b");
  expect((await reader.fetch("/v1/books?sort=owner")).status).toBe(422);
});

test("what is typed is found in all of one's books, with the page and the line, and by nobody else", async () => {
  const searched = async (visitor: typeof owner) => {
    const response = await visitor.fetch("/v1/search?q=two");
    return LibraryHits.parse(await response.json());
  };
  const { found, ...totals } = await searched(owner);
  expect(totals).toEqual({ books: 1, pages: 1, places: 1 });
  const hit = { page: 2, places: 1, snippet: "two", marks: [[0, 3]] };
  expect(found).toEqual([{ id: book.id, title: "Voyages", pages: 1, places: 1, hits: [hit] }]);
  expect((await searched(await signUp(replica.url))).books).toBe(0);
});

describe("a deleted book", () => {
  beforeAll(async () => {
    expect((await change(book.id, "DELETE")).status).toBe(204);
  });

  test.each(["", "/pages", "/pages/1/image", "/cover", "/search?q=one"])("has no %s", async (path) => {
    expect((await owner.fetch(`/v1/books/${book.id}${path}`)).status).toBe(404);
  });

  test("is not listed, not renamed and not deleted again", async () => {
    expect((await owner.books("/v1/books")).map(({ id }) => id)).not.toContain(book.id);
    const again = await Promise.all([change(book.id, "PATCH", { title: "x" }), change(book.id, "DELETE")]);
    expect(again.map(({ status }) => status)).toEqual([404, 404]);
  });

  test("can be had back for a day, as it was, by its owner alone", async () => {
    expect((await deleted()).find(({ id }) => id === book.id)).toMatchObject({ title: "Voyages" });
    const other = await signUp(replica.url);
    expect((await other.fetch(`/v1/books/${book.id}/restore`, { method: "POST" })).status).toBe(404);
    expect((await restore(book.id)).status).toBe(200);
    expect(await owner.pages(book.id)).toHaveLength(2);
    expect((await restore(book.id)).status).toBe(404);
  });

  test("that was still being made is made on when it is had back", async () => {
    const { id } = Book.parse(await (await owner.upload(smallPdf(["one"]))).json());
    await change(id, "DELETE");
    await restore(id);
    expect((await owner.made(id)).status).toBe("ready");
  });

  test("is cleared after its day, and nothing of it is left", async () => {
    await change(book.id, "DELETE");
    await clearDeleted(service, new Date());
    expect(await filesOf(book.id)).toEqual(["1.jpg", "2.jpg", "cover.webp", "original.pdf"]);
    const before = new Date(Date.now() - DAY_MS - 120_000).toISOString();
    await service.from("books").update({ deleted_at: before }).eq("id", book.id).throwOnError();
    expect((await restore(book.id)).status).toBe(404);
    expect(await clearDeleted(service, new Date())).toBeGreaterThan(0);
    const row = await service.from("books").select("id").eq("id", book.id);
    expect([row.data, await filesOf(book.id)]).toEqual([[], []]);
  });
});
