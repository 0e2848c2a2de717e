import { Book, Hits, PageText, Problem, Shelf, Word } from "@flipdocs/contract";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { pdfFile } from "../../../../packages/book/fixtures/pdf-file.ts";
import { ONE_PAGE } from "../../test/pdf.ts";
import { type Replica, startReplica } from "../../test/replica.ts";
import { givenServices } from "../../test/services.ts";
import { MAKING_MS, SAMPLE, signUp, Visitor } from "../../test/visitor.ts";

let replica: Replica;
let owner: Awaited<ReturnType<typeof signUp>>;
let book: Book;

/** How wide a JPEG is: it stands in its frame's header (SOF0 or SOF2). */
async function widthOf(response: Response): Promise<number> {
  const bytes = Buffer.from(await response.arrayBuffer());
  let at = 2;
  while (![0xc0, 0xc2].includes(bytes[at + 1] ?? 0xc0)) at += 2 + bytes.readUInt16BE(at + 2);
  return bytes.readUInt16BE(at + 7);
}

beforeAll(async () => {
  replica = await startReplica();
  owner = await signUp(replica.url);
  book = await owner.makeBook(SAMPLE, "My book");
});

afterAll(() => replica.stop());

test("an uploaded PDF becomes a private book that its owner finds in the library", async () => {
  expect(book).toMatchObject({
    title: "My book",
    status: "ready",
    visibility: "private",
    pageCount: 10,
    failure: null,
  });
  expect(await owner.books("/v1/books")).toEqual([book]);
});

test("a book without a title is named after its file", async () => {
  const response = await owner.upload(ONE_PAGE, undefined, "Summer holidays.pdf");
  const named = Book.parse(await response.json());
  expect([response.status, named.title]).toEqual([201, "Summer holidays"]);
  await owner.made(named.id);
  await owner.fetch(`/v1/books/${named.id}`, { method: "DELETE" });
});

test("a library of any length is listed in portions, newest first, each book once", async () => {
  const collector = await signUp(replica.url);
  const { SUPABASE_URL, SUPABASE_SECRET_KEY } = givenServices();
  const titles = Array.from({ length: 250 }, (_, index) => `Book ${index}`);
  // One statement: most of them have the same time.
  const rows = titles.map((title) => ({ title, owner: collector.user.id, status: "ready" }));
  await createClient(SUPABASE_URL, SUPABASE_SECRET_KEY).from("books").insert(rows).throwOnError();
  const listed: Book[] = [];
  const lengths: number[] = [];
  for (let next: string | null = ""; next !== null; ) {
    const answer = await collector.fetch(`/v1/books${next && `?after=${next}`}`);
    const shelf: Shelf = Shelf.parse(await answer.json());
    listed.push(...shelf.books);
    lengths.push(shelf.books.length);
    next = shelf.next;
  }
  expect(lengths).toEqual([100, 100, 50]);
  expect(new Set(listed.map(({ title }) => title))).toEqual(new Set(titles));
});

test("its pages are listed in order with the size of their images", async () => {
  const pages = await owner.pages(book.id);
  expect(pages.map((page) => page.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(pages[0]).toEqual({ number: 1, width: 1200, height: 1700 });
});

describe("a page's image", () => {
  const image = (headers = {}) => owner.fetch(`/v1/books/${book.id}/pages/1/image`, { headers });

  test("is a JPEG that the browser keeps for itself", async () => {
    const response = await image();
    expect(response.headers.get("content-type")).toBe("image/jpeg");
    expect(response.headers.get("cache-control")).toBe("private, max-age=3600, immutable");
    expect([...new Uint8Array(await response.arrayBuffer()).subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  });

  test("is not sent again to who has it", async () => {
    const etag = (await image()).headers.get("etag") ?? "";
    expect((await image({ "if-none-match": etag })).status).toBe(304);
    expect((await image({ "if-none-match": '"another"' })).status).toBe(200);
  });
});

test.each([240, 2400])("a page's image is made %i pixels wide when it is asked for, and kept", async (width) => {
  const image = () => owner.fetch(`/v1/books/${book.id}/pages/1/image?width=${width}`);
  // A large one is drawn by the worker: until then there is none.
  await expect.poll(async () => (await image()).status, { timeout: MAKING_MS }).toBe(200);
  const response = await image();
  expect(response.headers.get("etag")).toMatch(new RegExp(`-${width}"$`));
  expect(await widthOf(response)).toBe(width);
});

test("a book's contents and links are those of its PDF", async () => {
  const pdf = pdfFile([
    "<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R/ViewerPreferences<</Direction/R2L>>>>",
    "<</Type/Pages/Count 1/Kids[3 0 R]>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Annots[6 0 R]>>",
    "<</First 5 0 R/Last 5 0 R>>",
    "<</Title(Only)/Parent 4 0 R/Dest[3 0 R/Fit]>>",
    "<</Type/Annot/Subtype/Link/Rect[0 0 50 50]/A<</S/URI/URI(https://example.org/)>>>>",
  ]);
  const { id } = await owner.makeBook(new Uint8Array(pdf));
  const contents = await (await owner.fetch(`/v1/books/${id}/contents`)).json();
  expect(contents).toEqual({ outline: [{ title: "Only", page: 1, depth: 0 }], direction: "rtl" });
  const { links } = PageText.parse(await (await owner.fetch(`/v1/books/${id}/pages/1/words`)).json());
  expect(links).toEqual([{ x: 0, y: 0.5, width: 0.5, height: 0.5, address: "https://example.org/" }]);
  await owner.fetch(`/v1/books/${id}`, { method: "DELETE" });
});

test("a page's words come in reading order with boxes in fractions", async () => {
  const answer = await (await owner.fetch(`/v1/books/${book.id}/pages/4/words`)).json();
  const { words } = z.object({ words: z.array(Word) }).parse(answer);
  expect(words.slice(0, 5).map((word) => word.text)).toEqual(["Every", "word", "can", "be", "found"]);
  for (const { x, y, width, height } of words) expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(1);
});

describe("search", () => {
  const searched = async (typed: string, portion = "") => {
    const response = await owner.fetch(`/v1/books/${book.id}/search?q=${encodeURIComponent(typed)}${portion}`);
    return Hits.parse(await response.json());
  };
  const search = async (typed: string) => (await searched(typed)).hits;

  test("names the pages and the words to mark", async () => {
    const [hit, ...others] = await search("lightho");
    expect(others).toEqual([]);
    expect(hit?.page).toBe(4);
    expect(hit?.marks.map(([from, to]) => hit.snippet.slice(from, to))).toEqual(["lighthouse."]);
    expect(hit?.words.map((word) => word.text)).toEqual(["lighthouse."]);
  });

  test("finds words in any language", async () => {
    for (const typed of ["crème straße", "creme", "STRASSE"]) {
      expect((await search(typed)).map((hit) => hit.page)).toEqual([4]);
    }
  });

  test("counts in the whole book, and lists as many pages as are asked for", async () => {
    const all = await searched("the");
    const part = await searched("the", `&after=${all.hits[0]?.page}&most=1`);
    expect(part).toEqual({ ...all, hits: [all.hits[1]] });
    expect([all.pages, all.places]).toEqual([all.hits.length, all.hits.reduce((sum, { places }) => sum + places, 0)]);
  });

  test.each(["xylophone", "1,000", "[1]", "{}", "'", ":*"])("finds nothing where there is no %s", async (typed) => {
    expect(await search(typed)).toEqual([]);
  });

  test("wants something to search for", async () => {
    expect((await owner.fetch(`/v1/books/${book.id}/search?q=%20`)).status).toBe(422);
  });
});

describe.each(["somebody else", "nobody in particular"])("for %s", (who) => {
  const other = async () => (who === "somebody else" ? signUp(replica.url) : new Visitor(replica.url));

  test.each([
    "",
    "/pages",
    "/contents",
    "/pages/1/image",
    "/pages/1/image?width=240",
    "/pages/1/words",
    "/search?q=page",
  ])("%s of a private book is not there", async (path) => {
    const response = await (await other()).fetch(`/v1/books/${book.id}${path}`);
    expect(response.status).toBe(404);
    expect(Problem.parse(await response.json()).status).toBe(404);
  });

  test("a private book is neither deleted nor listed", async () => {
    const visitor = await other();
    const response = await visitor.fetch(`/v1/books/${book.id}`, { method: "DELETE" });
    expect(response.status).toBe(who === "somebody else" ? 404 : 401);
    expect((await visitor.books("/v1/books/public")).map(({ id }) => id)).not.toContain(book.id);
    expect((await owner.book(book.id)).title).toBe("My book");
  });
});

test.each(["not-an-id", crypto.randomUUID()])("the book %s is not there", async (id) => {
  expect((await owner.fetch(`/v1/books/${id}`)).status).toBe(404);
});

test.each(["0", "11", "-1", "one", "1.5", "99999999999"])("page %s of a book of ten is not there", async (page) => {
  expect((await owner.fetch(`/v1/books/${book.id}/pages/${page}/image`)).status).toBe(404);
});

test("who is not signed in has no library and uploads nothing", async () => {
  const visitor = new Visitor(replica.url);
  expect((await visitor.fetch("/v1/books")).status).toBe(401);
  expect((await visitor.upload(ONE_PAGE)).status).toBe(401);
});

describe("a file that is no book", () => {
  test("is refused at once when it is no PDF", async () => {
    const response = await owner.upload(Buffer.from("<!doctype html>"));
    expect(response.status).toBe(415);
    expect(Problem.parse(await response.json()).detail).toContain(".pdf");
  });

  test("fails with a reason for people when the PDF is broken", async () => {
    const broken = await owner.makeBook(SAMPLE.subarray(0, 2000));
    expect(broken).toMatchObject({ status: "failed", pageCount: 0 });
    expect(broken.failure).toMatch(/damaged.*upload/);
  });
});
