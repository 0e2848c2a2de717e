import type { Page, Word } from "@flipdocs/contract";
import { BUCKETS, bookFolder, type Supabase } from "@flipdocs/supabase";
import { Problem } from "../problems/problem.ts";
import { dataOf } from "../supabase/answer.ts";

const HOUR = 3600;

// Supabase gives no more rows at once, unless it is told to.
const ROWS = 1000;

/** @returns the pages that are made so far, in order */
export async function pagesOf(supabase: Supabase, book: string): Promise<Page[]> {
  const pages: Page[] = [];
  for (let last = ROWS; last === ROWS; ) {
    const next = supabase.from("pages").select("number, width, height").eq("book_id", book).order("number");
    const rows = dataOf(await next.range(pages.length, pages.length + ROWS - 1));
    pages.push(...rows);
    last = rows.length;
  }
  return pages;
}

/**
 * @returns the words of one page, in reading order
 * @throws Problem `not-found` when there is no such page, or none that this reader may see
 */
export async function wordsOf(supabase: Supabase, book: string, number: number): Promise<Word[]> {
  const found = supabase.from("pages").select("words").eq("book_id", book).eq("number", number);
  const row = dataOf(await found.maybeSingle());
  if (!row) throw new Problem("not-found");
  return row.words;
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

// A page is never drawn differently, but its book may be deleted: an hour, then the browser asks, and gets a 304.
const caching = (visibility: "private" | "public"): Record<string, string> => ({
  "cache-control": `${visibility}, max-age=${HOUR}, immutable`,
  // Who signs in at the same browser after you must not see your pages.
  ...(visibility === "private" ? { vary: "cookie" } : {}),
});
