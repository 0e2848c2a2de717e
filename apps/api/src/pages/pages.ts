import type { Contents, Page, PageText } from "@flipdocs/contract";
import { BUCKETS, bookFolder, type Supabase } from "@flipdocs/supabase";
import { coverOf } from "../making/front.ts";
import { Problem } from "../problems/problem.ts";
import { dataOf } from "../supabase/answer.ts";

const HOUR = 3600;

// Supabase gives no more rows at once, unless it is told to.
const ROWS = 1000;

/** Says that a book is read, if it is the reader's own: their library may be sorted by that. Nobody waits for it. */
export function markRead(supabase: Supabase, book: string): void {
  supabase.rpc("mark_read", { book }).then(undefined, () => undefined);
}

/** @returns the pages that are made so far, in order, from the one after `after` on */
export async function pagesOf(supabase: Supabase, book: string, after = 0): Promise<Page[]> {
  const pages: Page[] = [];
  for (let last = ROWS; last === ROWS; ) {
    const next = supabase.from("pages").select("number, width, height").eq("book_id", book).gt("number", after);
    const rows = dataOf(await next.order("number").range(pages.length, pages.length + ROWS - 1));
    pages.push(...rows);
    last = rows.length;
  }
  return pages;
}

/** What a PDF says of itself as a whole: its table of contents, and which way it is read. */
export async function contentsOf(supabase: Supabase, book: string): Promise<Contents> {
  const row = dataOf(await supabase.from("books").select("outline, direction").eq("id", book).maybeSingle());
  if (!row) throw new Problem("not-found");
  return row;
}

/**
 * @returns the words of one page, in reading order, and its links
 * @throws Problem `not-found` when there is no such page, or none that this reader may see
 */
export async function textOf(supabase: Supabase, book: string, number: number): Promise<PageText> {
  const found = supabase.from("pages").select("words, links").eq("book_id", book).eq("number", number);
  const row = dataOf(await found.maybeSingle());
  if (!row) throw new Problem("not-found");
  return row;
}

/**
 * Answers with the picture of a page.
 *
 * @param supabase acts as the reader
 * @param book the book's id
 * @param number the page's
 * @param known the digests that the browser has already (If-None-Match)
 * @returns the JPEG, or 304 when the browser has it
 * @throws Problem `not-found` when there is no such page, or none that this reader may see
 */
export async function pageImage(supabase: Supabase, book: string, number: number, known: string | null) {
  const found = supabase.from("pages").select("digest, books (owner, visibility)");
  const row = dataOf(await found.eq("book_id", book).eq("number", number).maybeSingle());
  if (!row) throw new Problem("not-found");
  const etag = `"${row.digest}"`;
  const headers = { etag, ...caching(row.books.visibility) };
  if (known?.includes(etag)) return new Response(null, { status: 304, headers });
  const path = `${bookFolder(row.books.owner, book)}/${number}.jpg`;
  const image = dataOf(await supabase.storage.from(BUCKETS.pages).download(path));
  return new Response(image, { headers: { ...headers, "content-type": "image/jpeg" } });
}

/**
 * Answers with the small picture of a book's first page. Books that were made before there were any have the page itself.
 *
 * @param supabase acts as the reader
 * @param book the book's id
 * @param known the digests that the browser has already (If-None-Match)
 * @returns a WebP, or a JPEG of reader width, or 304 when the browser has it
 * @throws Problem `not-found` when there is no such book, none that this reader may see, or none of its pages yet
 */
export async function coverImage(supabase: Supabase, book: string, known: string | null) {
  const found = supabase.from("books").select("owner, visibility, cover").eq("id", book);
  const row = dataOf(await found.maybeSingle());
  if (!row?.cover) return pageImage(supabase, book, 1, known);
  const etag = `"${row.cover}"`;
  const headers = { etag, ...caching(row.visibility) };
  if (known?.includes(etag)) return new Response(null, { status: 304, headers });
  const path = coverOf(bookFolder(row.owner, book));
  const image = dataOf(await supabase.storage.from(BUCKETS.pages).download(path));
  return new Response(image, { headers: { ...headers, "content-type": "image/webp" } });
}

// A page is never drawn differently, but its book may be deleted: an hour, then the browser asks, and gets a 304.
export const caching = (visibility: "private" | "public"): Record<string, string> => ({
  "cache-control": `${visibility}, max-age=${HOUR}, immutable`,
  // Who signs in at the same browser after you must not see your pages.
  ...(visibility === "private" ? { vary: "cookie" } : {}),
});
