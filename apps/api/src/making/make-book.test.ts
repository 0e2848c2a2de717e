import { BookFailure, readBook } from "@flipdocs/book";
import { beforeEach, expect, test, vi } from "vitest";
import { answering } from "../../test/answering.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Clients } from "../supabase/clients.ts";
import { drawCloser } from "./draw-closer.ts";
import { digestOf, keepFront } from "./front.ts";
import { giveUp, makePortion } from "./make-book.ts";

// Nothing is drawn: what the renderer would give is said here.
vi.mock("@flipdocs/book", async (original) => ({
  ...(await original<typeof import("@flipdocs/book")>()),
  readBook: vi.fn(),
}));

const IMAGE = new Uint8Array([1, 2, 3]);
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const metrics = { book: vi.fn() };
const onPage = vi.fn();
const book = { data: { id: "b", owner: "o", page_count: 0 } };
const file = { data: new Blob(["%PDF"]) };
const page = (number: number, pageCount = 3, other: object = {}) => ({
  number,
  pageCount,
  width: 10,
  height: 20,
  words: [{ text: "a" }, { text: "word" }],
  links: [],
  image: IMAGE,
  ...other,
});

/** The renderer gives these pages, and ends as it says. */
const draws = (pages: readonly object[], end?: Error) =>
  vi.mocked(readBook).mockImplementation(async function* () {
    yield* pages as never[];
    if (end) throw end;
  });

const clientsOf = ({ supabase }: ReturnType<typeof answering>) => ({ service: supabase }) as unknown as Clients;
const make = (asking: ReturnType<typeof answering>, spent?: number) =>
  makePortion("b", clientsOf(asking), log as never, metrics as unknown as Metrics, onPage, spent);
const updates = ({ asked }: ReturnType<typeof answering>) => asked.filter((question) => question.includes("update("));

beforeEach(() => {
  for (const mock of [log.info, metrics.book, onPage, vi.mocked(readBook)]) mock.mockReset();
});

test("a book that nobody wants any more is not drawn", async () => {
  const asking = answering();
  expect(await make(asking)).toBeNull();
  expect(asking.asked).toEqual([
    'from("books").select("id, owner, page_count").eq("id", "b").eq("status", "making").is("deleted_at", null).maybeSingle()',
  ]);
});

test("of a new book a few pages are drawn, from its first one; the rest waits for its turn", async () => {
  draws([page(1), page(2)]);
  const asking = answering(book, {}, file);
  expect(await make(asking, 5000)).toBeGreaterThanOrEqual(5000);
  expect(vi.mocked(readBook).mock.calls[0]?.[2]).toEqual({ from: 1, most: 10 });
  expect(updates(asking)).toEqual(['from("books").update({"page_count":3}).eq("id", "b").select("id")']);
  expect(metrics.book).not.toHaveBeenCalled();
  expect(onPage).toHaveBeenCalledTimes(2);
});

test("a book goes on after its last page, with more at once, and is ready with the last of all", async () => {
  draws([page(3)]);
  const asking = answering({ data: { ...book.data, page_count: 3 } }, { data: { number: 2 } }, file);
  expect(await make(asking)).toBeNull();
  expect(vi.mocked(readBook).mock.calls[0]?.[2]).toEqual({ from: 3, most: 40 });
  expect(updates(asking)).toEqual(['from("books").update({"status":"ready"}).eq("id", "b").select("id")']);
  expect(log.info).toHaveBeenCalledWith("book made", { book: "b", pages: 3, ms: expect.any(Number) });
  expect(metrics.book).toHaveBeenCalledWith("made", expect.any(Number));
});

test("a book that has all its pages is only said to be ready", async () => {
  const asking = answering({ data: { ...book.data, page_count: 3 } }, { data: { number: 3 } });
  expect(await make(asking)).toBeNull();
  expect(readBook).not.toHaveBeenCalled();
  expect(updates(asking)).toHaveLength(1);
});

test("a page's image comes before its row, which says that it is whole", async () => {
  draws([page(1, 1)]);
  const asking = answering(book, {}, file);
  await make(asking);
  const kept = asking.asked.filter((question) => /upload|upsert/.test(question));
  expect(kept).toEqual([
    expect.stringMatching(
      /^storage\.from\("pages"\)\.upload\("o\/b\/1\.jpg".*"contentType":"image\/jpeg","upsert":true/,
    ),
    `from("pages").upsert({"book_id":"b","number":1,"width":10,"height":20,"words":[{"text":"a"},{"text":"word"}],"links":[],"digest":"${digestOf(IMAGE)}","content":"a word"}, {"onConflict":"book_id,number"}).select("number")`,
  ]);
});

test("a book that was deleted while it was drawn leaves no image behind", async () => {
  draws([page(2)]);
  const gone = { error: { code: "23503", message: "no book" } };
  const asking = answering({ data: { ...book.data, page_count: 3 } }, { data: { number: 1 } }, file, {}, gone);
  expect(await make(asking)).toBeNull();
  expect(asking.asked.at(-1)).toBe('storage.from("pages").remove(["o/b/cover.webp","o/b/1.jpg","o/b/2.jpg"])');
  expect(metrics.book).not.toHaveBeenCalled();
});

test("a row that cannot be kept for another reason is tried again", async () => {
  draws([page(1, 1)]);
  const asking = answering(book, {}, file, {}, {}, { error: { code: "08006", message: "away" } });
  await expect(make(asking)).rejects.toMatchObject({ kind: "unavailable" });
});

test("a file that is no book is given up, with why, and counted as its own fault", async () => {
  const failure = new BookFailure("encrypted", "PDFium error 4");
  draws([], failure);
  const asking = answering(book, {}, file);
  expect(await make(asking)).toBeNull();
  expect(updates(asking)[0]).toContain(JSON.stringify({ status: "failed", failure: failure.forPeople }));
  expect(metrics.book).toHaveBeenCalledWith("refused");
});

test.each([new BookFailure("killed", "SIGKILL"), new Error("away")])(
  "what is our fault is tried again: %s",
  async (error) => {
    draws([], error);
    await expect(make(answering(book, {}, file))).rejects.toBe(error);
    expect(metrics.book).not.toHaveBeenCalled();
  },
);

test("who gets no book is told why, and that it is our fault where it is", async () => {
  const asking = answering();
  await giveUp("b", new Error("no route to host"), clientsOf(asking));
  expect(asking.asked[0]).toMatch(
    /"status":"failed","failure":"Something went wrong on our side .*"\}\)\.eq\("id", "b"\)\.eq\("status", "making"\)/,
  );
});

const front = (title: string) => ({ cover: IMAGE, outline: [], direction: "rtl", title }) as never;

test.each([
  ["Tides", ['from("books").update({"title":"Tides"}).eq("id", "b").eq("titled", false).select("id")']],
  ["untitled", []],
])(
  "with the first page of a PDF called %j comes its cover, and a title unless its owner gave one",
  async (title, named) => {
    const { supabase, asked } = answering();
    await keepFront("b", "o/b", front(title), supabase);
    expect(asked[0]).toMatch(
      /^storage\.from\("pages"\)\.upload\("o\/b\/cover\.webp".*"contentType":"image\/webp","upsert":true/,
    );
    expect(asked.slice(1)).toEqual([
      `from("books").update({"cover":"${digestOf(IMAGE)}","outline":[],"direction":"rtl"}).eq("id", "b").select("id")`,
      ...named,
    ]);
  },
);

const wanted = { book: "b", page: 2, width: 2400 } as const;
const owner = { data: { owner: "o" } };
const drawn = ({ asked }: ReturnType<typeof answering>) =>
  asked.filter((question) => /upload|remove|2\.jpg/.test(question));

test("a page is drawn larger and kept beside the others", async () => {
  draws([page(2)]);
  const asking = answering(owner, file, {}, { data: { id: "b" } });
  await drawCloser(wanted, clientsOf(asking), log as never);
  expect(vi.mocked(readBook).mock.calls[0]?.[2]).toEqual({ from: 2, most: 1, width: 2400 });
  expect(drawn(asking)).toEqual([expect.stringContaining('upload("o/b/2-2400.jpg"')]);
});

test("one that cannot be drawn so large is kept as it is; what is our fault is tried again", async () => {
  draws([], new BookFailure("too-slow", "6 s"));
  const asking = answering(owner, file, { data: "the page" }, {}, { data: { id: "b" } });
  await drawCloser(wanted, clientsOf(asking), log as never);
  expect(drawn(asking)).toEqual([
    'storage.from("pages").download("o/b/2.jpg")',
    expect.stringContaining('upload("o/b/2-2400.jpg", "the page"'),
  ]);
  draws([], new BookFailure("late", "30 s"));
  await expect(drawCloser(wanted, clientsOf(answering(owner, file)), log as never)).rejects.toThrow("late: 30 s");
});

test("of a book that goes meanwhile the picture goes, too; of one that is gone none is drawn", async () => {
  draws([page(2)]);
  const asking = answering(owner, file);
  await drawCloser(wanted, clientsOf(asking), log as never);
  expect(drawn(asking).at(-1)).toBe('storage.from("pages").remove(["o/b/2-2400.jpg"])');
  await drawCloser(wanted, clientsOf(answering()), log as never);
  expect(readBook).toHaveBeenCalledTimes(1);
});
