import type { Book, DeletedBook, User } from "@flipdocs/contract";
import { bookFolder, type Supabase } from "@flipdocs/supabase";
import type { BookQueue } from "../making/queue.ts";
import { Problem } from "../problems/problem.ts";
import { dataOf } from "../supabase/answer.ts";
import { removeFiles } from "./files.ts";
import { readableBook } from "./library.ts";

/** How long a deleted book can be had back, in milliseconds. The database has the same in its `restore_book`. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Nobody who restores one at the last moment has it cleared meanwhile. */
const MARGIN_MS = 60_000;
const MOST_AT_ONCE = 100;

/**
 * Deletes a book: it is gone for everybody at once, and its owner may have it back for a day.
 *
 * @param supabase acts as its owner
 * @param book its id
 * @throws Problem `not-found` when it is not this person's
 */
export async function deleteBook(supabase: Supabase, book: string): Promise<void> {
  if (!dataOf(await supabase.rpc("delete_book", { book }))) throw new Problem("not-found");
}

/**
 * Gives a deleted book back; one whose pages were not all made is made on.
 *
 * @param supabase acts as its owner
 * @param book its id
 * @param queue where books are made
 * @returns the book
 * @throws Problem `not-found` when it is not this person's, not deleted, or was for more than a day
 */
export async function restoreBook(supabase: Supabase, book: string, queue: BookQueue): Promise<Book> {
  if (!dataOf(await supabase.rpc("restore_book", { book })))
    throw new Problem("not-found", "This book cannot be had back: it was deleted more than a day ago.");
  const restored = await readableBook(supabase, book);
  // Without the queue it is asked for again later, as forgotten books are.
  if (restored.status === "making") await queue.add(book).catch(() => undefined);
  return restored;
}

/** @returns what a person can still have back, last deleted first */
export async function deletedBooks(supabase: Supabase): Promise<DeletedBook[]> {
  const rows = dataOf(await supabase.rpc("deleted_books", {}, { get: true }));
  return rows.map(({ id, title, deleted_at }) => ({
    id,
    title,
    until: new Date(Date.parse(deleted_at) + KEPT_MS).toISOString(),
  }));
}

/**
 * Clears a deleted book at once, for whoever wants its room. From the first step on nobody has it back, and what is
 * interrupted then is done by `clearDeleted`.
 *
 * @param service acts as the service
 * @param user its owner
 * @param id of the book
 * @throws Problem `not-found` when it is not this person's, or not deleted
 */
export async function clearBook(service: Supabase, user: User, id: string): Promise<void> {
  const over = { deleted_at: new Date(Date.now() - KEPT_MS - 2 * MARGIN_MS).toISOString() };
  const deleted = service.from("books").update(over).eq("id", id).eq("owner", user.id).not("deleted_at", "is", null);
  if (dataOf(await deleted.select("id")).length === 0) throw new Problem("not-found");
  await removeFiles(service, bookFolder(user.id, id));
  dataOf(await service.from("books").delete().eq("id", id).select("id"));
  // What was drawn meanwhile: from now on nothing comes.
  await removeFiles(service, bookFolder(user.id, id));
}

/**
 * Clears the books that nobody can have back any more: their files, then their rows. Files first: what is interrupted is
 * done again.
 *
 * @param service acts as the service
 * @param now the time
 * @returns how many were cleared; there may be more
 * @throws the first error, once the others are cleared
 */
export async function clearDeleted(service: Supabase, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_MS - MARGIN_MS).toISOString();
  const over = service.from("books").select("id, owner").lt("deleted_at", before).order("deleted_at");
  const books = dataOf(await over.limit(MOST_AT_ONCE));
  const failed: unknown[] = [];
  for (const { id, owner } of books) {
    try {
      await removeFiles(service, bookFolder(owner, id));
      dataOf(await service.from("books").delete().eq("id", id).lt("deleted_at", before).select("id"));
    } catch (error) {
      failed.push(error);
    }
  }
  // One that storage keeps must not keep the others.
  if (failed.length > 0) throw failed[0];
  return books.length;
}
