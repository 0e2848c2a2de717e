import type { Book, Shelf, User } from "@flipdocs/contract";
import { BUCKETS, bookFolder, type Supabase } from "@flipdocs/supabase";
import type { BookQueue } from "../making/queue.ts";
import { Problem } from "../problems/problem.ts";
import { dataOf } from "../supabase/answer.ts";
import { BOOK_COLUMNS, toBook } from "./book.ts";
import { type Place, writePlace } from "./place.ts";
import type { Storing } from "./storing.ts";

const MOST_BOOKS = 200;
const SHELF = 100;
// Storage deletes no more files at once.
const MOST_FILES = 1000;

/**
 * Lists the books that a person uploaded, newest first.
 *
 * @param after where the list before has ended, if it is not the first
 * @returns up to 100 books, and where they end; null when there are no more
 */
export async function ownBooks(supabase: Supabase, user: User, after?: Place): Promise<Shelf> {
  const own = supabase.from("books").select(BOOK_COLUMNS).eq("owner", user.id);
  const rest = after ? own.or(`created_at.lt."${after.at}",and(created_at.eq."${after.at}",id.lt.${after.id})`) : own;
  const inOrder = rest.order("created_at", { ascending: false }).order("id", { ascending: false });
  // One more says that there are more.
  const rows = dataOf(await inOrder.limit(SHELF + 1));
  const shown = rows.slice(0, SHELF);
  const last = rows.length > SHELF ? shown.at(-1) : undefined;
  return { books: shown.map(toBook), next: last ? writePlace({ at: last.created_at, id: last.id }) : null };
}

/** @returns the books that anybody may read and that can be read, newest first */
export async function publicBooks(supabase: Supabase): Promise<Book[]> {
  const open = supabase.from("books").select(BOOK_COLUMNS).eq("visibility", "public").eq("status", "ready");
  return dataOf(await open.order("created_at", { ascending: false }).limit(MOST_BOOKS)).map(toBook);
}

/**
 * @returns the book
 * @throws Problem `not-found` when there is none, or none that this reader may see: they must not know which
 */
export async function readableBook(supabase: Supabase, id: string): Promise<Book> {
  const row = dataOf(await supabase.from("books").select(BOOK_COLUMNS).eq("id", id).maybeSingle());
  if (!row) throw new Problem("not-found");
  return toBook(row);
}

/** A book before it has a row: its file is on its way to where the book's file belongs. */
export type NewBook = { id: string; title: string; file: Storing };

/** @returns where the file of a person's book lies among the originals */
export const originalOf = (user: User, id: string): string => `${bookFolder(user.id, id)}/original.pdf`;

/**
 * Takes a PDF in: its row, the end of its file, and the job that makes the book. When one cannot be had, none stays. The
 * row comes first: a file without one would be nobody's to find, and a row without a file ends as a stated failure.
 */
export async function addBook(supabase: Supabase, user: User, { id, title, file }: NewBook, queue: BookQueue) {
  const row = dataOf(await supabase.from("books").insert({ id, title }).select(BOOK_COLUMNS).single());
  try {
    await file.end();
    // Who saw the row may have deleted it before there was a file.
    if (!(await isThere(supabase, id))) throw new Problem("not-found", "This book was deleted while it was uploaded.");
    await queue.add(id, await turnOf(supabase, user));
  } catch (error) {
    await Promise.all([removeOriginal(supabase, user, id), supabase.from("books").delete().eq("id", id).select("id")]);
    throw error;
  }
  return toBook(row);
}

const removeOriginal = (supabase: Supabase, user: User, id: string) =>
  supabase.storage.from(BUCKETS.originals).remove([originalOf(user, id)]);

const isThere = async (supabase: Supabase, id: string): Promise<boolean> =>
  dataOf(await supabase.from("books").select("id").eq("id", id).maybeSingle()) !== null;

/** How many of a person's books are being made: those who ask for many wait for those who ask for one. */
async function turnOf(supabase: Supabase, user: User): Promise<number> {
  const making = supabase.from("books").select("id").eq("owner", user.id).eq("status", "making");
  return dataOf(await making.limit(MOST_BOOKS)).length;
}

/**
 * Deletes a book and its files. Files first: what is interrupted can be done again, and nothing is left behind.
 *
 * @throws Problem `not-found` when it is not this person's
 */
export async function deleteBook(supabase: Supabase, user: User, id: string): Promise<void> {
  const found = supabase.from("books").select("id, page_count, status").eq("id", id).eq("owner", user.id);
  const book = dataOf(await found.maybeSingle());
  if (!book) throw new Problem("not-found");
  const folder = bookFolder(user.id, id);
  const images = Array.from({ length: book.page_count }, (_, index) => `${folder}/${index + 1}.jpg`);
  for (let at = 0; at < images.length; at += MOST_FILES) {
    dataOf(await supabase.storage.from(BUCKETS.pages).remove(images.slice(at, at + MOST_FILES)));
  }
  dataOf(await removeOriginal(supabase, user, id));
  dataOf(await supabase.from("books").delete().eq("id", id).select("id"));
  // Its upload may have ended between the two, and found its row still there.
  if (book.status === "making") dataOf(await removeOriginal(supabase, user, id));
}
