import type { Shelf } from "@flipdocs/contract";

/**
 * Lists as many of a person's books as were listed before, or more.
 *
 * @param count - how many there were
 * @param books - asks for those after a place, or from the beginning
 */
export async function shelfOf(count: number, books: (after?: string) => Promise<Shelf>): Promise<Shelf> {
  let shelf = await books();
  while (shelf.next !== null && shelf.books.length < count) shelf = joined(shelf, await books(shelf.next));
  return shelf;
}

/** Both, the older books behind the newer; a book that was added meanwhile is listed once. */
export function joined(newer: Shelf, older: Shelf): Shelf {
  const known = new Set(newer.books.map(({ id }) => id));
  return { books: [...newer.books, ...older.books.filter(({ id }) => !known.has(id))], next: older.next };
}
