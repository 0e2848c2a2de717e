import { Book, type BookChange, type Shelf, type ShelfOrder, type User } from "@flipdocs/contract";
import { BUCKETS, bookFolder, type Supabase } from "@flipdocs/supabase";
import type { Asked } from "../creations/key.ts";
import { once } from "../creations/once.ts";
import type { BookQueue } from "../making/queue.ts";
import { Problem } from "../problems/problem.ts";
import { dataOf } from "../supabase/answer.ts";
import { BOOK_COLUMNS, toBook } from "./book.ts";
import { type Place, writePlace } from "./place.ts";
import type { Quotas } from "./quota.ts";
import type { Storing } from "./storing.ts";

const MOST_BOOKS = 200;
const SHELF = 100;

/**
 * Lists the books that a person uploaded.
 *
 * @param sorted in which order
 * @param after where the list before has ended, if it is not the first
 * @returns up to 100 books, and where they end; null when there are no more
 */
export async function ownBooks(supabase: Supabase, user: User, sorted: ShelfOrder, after?: Place): Promise<Shelf> {
  const rest = after ? { after_place: after.at, after_id: after.id } : {};
  // One more says that there are more.
  const asked = { member: user.id, sorted, most: SHELF + 1, ...rest };
  const rows = dataOf(await supabase.rpc("own_books", asked, { get: true }));
  const shown = rows.slice(0, SHELF);
  const last = rows.length > SHELF ? shown.at(-1) : undefined;
  return { books: shown.map(toBook), next: last ? writePlace({ at: last.place, id: last.id }) : null };
}

/** @returns the books that anybody may read and that can be read, newest first */
export async function publicBooks(supabase: Supabase): Promise<Book[]> {
  const open = supabase.from("books").select(BOOK_COLUMNS).eq("visibility", "public").eq("status", "ready");
  return dataOf(await open.order("created_at", { ascending: false }).limit(MOST_BOOKS)).map(toBook);
}

/**
 * @param otherwise what is said where there is none, if anything is known of it
 * @returns what a book is made of, and whose it is
 * @throws Problem `not-found` when there is none, or none that this reader may see: they must not know which
 */
export async function readableRow(supabase: Supabase, id: string, otherwise?: string) {
  const found = supabase.from("books").select(`${BOOK_COLUMNS}, owner`).eq("id", id);
  const row = dataOf(await found.maybeSingle());
  if (!row) throw new Problem("not-found", otherwise);
  return row;
}

/** @returns the book, as `readableRow` finds it */
export const readableBook = async (supabase: Supabase, id: string): Promise<Book> =>
  toBook(await readableRow(supabase, id));

/**
 * Gives a book another title. What its file says of itself does not count from now on.
 *
 * @throws Problem `not-found` when it is not this person's
 */
export async function changeBook(supabase: Supabase, user: User, id: string, { title }: BookChange): Promise<Book> {
  const own = supabase.from("books").update({ title, titled: true }).eq("id", id).eq("owner", user.id);
  const row = dataOf(await own.select(BOOK_COLUMNS).maybeSingle());
  if (!row) throw new Problem("not-found");
  return toBook(row);
}

/**
 * A book before it has a row: its file, of so many bytes, is on its way to where it belongs. `titled` says that its owner
 * named it.
 */
export type NewBook = { id: string; title: string; titled: boolean; bytes: number; file: Storing };

/** @returns where the file of a person's book lies among the originals */
export const originalOf = (user: User, id: string): string => `${bookFolder(user.id, id)}/original.pdf`;

/**
 * Takes a PDF in: its row, the end of its file, and the job that makes the book. When one cannot be had, none stays. The
 * row comes first: a file without one would be nobody's to find, and a row without a file ends as a stated failure.
 *
 * @param asked under which key, and for what, if it is to be made once
 * @returns the book, or the one that was made under this key before
 */
export async function addBook(
  supabase: Supabase,
  user: User,
  book: NewBook,
  making: { queue: BookQueue; quotas: Quotas },
  asked?: Asked,
): Promise<Book> {
  const { id, title, titled } = book;
  const go = () => endUpload(supabase, user, book, making);
  if (asked) {
    const row = async () => ({ book: { title, titled } });
    return once(supabase, asked, { shape: Book, id, row, go, read: (earlier) => readableBook(supabase, earlier) });
  }
  dataOf(await supabase.from("books").insert({ id, title, titled }).select("id"));
  return go();
}

async function endUpload(
  supabase: Supabase,
  user: User,
  { id, bytes, file }: NewBook,
  { queue, quotas }: { queue: BookQueue; quotas: Quotas },
): Promise<Book> {
  try {
    await quotas.weigh(user, { id, bytes });
    await file.end();
    const book = await justAdded(supabase, id);
    await queue.add(id, await turnOf(supabase, user));
    return book;
  } catch (error) {
    await Promise.all([removeOriginal(supabase, user, id), supabase.rpc("drop_upload", { book: id })]);
    throw error;
  }
}

const removeOriginal = (supabase: Supabase, user: User, id: string) =>
  supabase.storage.from(BUCKETS.originals).remove([originalOf(user, id)]);

/** Who saw the row may have deleted it before there was a file. */
const justAdded = async (supabase: Supabase, id: string): Promise<Book> =>
  toBook(await readableRow(supabase, id, "This book was deleted while it was uploaded."));

/** How many of a person's books are being made: those who ask for many wait for those who ask for one. */
async function turnOf(supabase: Supabase, user: User): Promise<number> {
  const making = supabase.from("books").select("id").eq("owner", user.id).eq("status", "making");
  return dataOf(await making.limit(MOST_BOOKS)).length;
}
