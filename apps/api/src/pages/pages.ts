import type { Book, Contents, Page, PageText } from "@flipdocs/contract";
import type { Supabase } from "@flipdocs/supabase";
import type { BookNews } from "../making/news.ts";
import { Problem } from "../problems/problem.ts";
import { dataOf } from "../supabase/answer.ts";

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

/**
 * The pages that are made. Who asks for those after one that they know, of a book that is being made, is answered when there
 * are some, and after a moment in any case.
 *
 * @param after the page that they know; 0 is before the first, and null waits for nothing
 */
export function morePages(supabase: Supabase, book: Standing, after: number | null, news: BookNews): Promise<Page[]> {
  const look = () => pagesOf(supabase, book.id, after ?? 0);
  if (after === null || book.status !== "making") return look();
  return news.lookTwice(book.id, look, (pages) => pages.length > 0);
}

type Standing = Pick<Book, "id" | "status">;

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
