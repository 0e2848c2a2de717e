import { typedPage } from "./spread.ts";

/** Where an address says that a book stands: at a page, or at one that the book does not have. */
export type Place = { page: number } | { missing: string } | null;

/**
 * Reads which page an address names.
 *
 * @param search - of the address, e.g. `?page=12`
 * @param count - how many pages the book has
 * @returns the page, what it says instead of one, or null when it says nothing
 */
export function placeIn(search: string, count: number): Place {
  const typed = new URLSearchParams(search).get("page");
  if (typed === null) return null;
  const page = typedPage(typed, count);
  return page === null ? { missing: typed } : { page };
}

/**
 * The page at which the server thinks that a book will be opened: the browser alone knows where a reader left off.
 *
 * @param typed - what the address says, once or several times
 * @param count - how many pages the book has
 */
export const startOf = (typed: string | string[] | undefined, count: number): number =>
  typedPage([typed].flat()[0] ?? "", count) ?? 1;

/**
 * The same address at a page. The first page needs no name.
 *
 * @param address - as it is
 * @param page - from 1
 */
export function addressAt(address: string, page: number): string {
  const url = new URL(address);
  if (page === 1) url.searchParams.delete("page");
  else url.searchParams.set("page", String(page));
  return url.href;
}

/** What to say of a page that a book does not have, e.g. "There is no page 99: this book has 10 pages." */
export function noSuchPage(typed: string, count: number): string {
  const has = `this book has ${count === 1 ? "one page" : `${count.toLocaleString("en")} pages`}.`;
  const number = typed.trim();
  if (number === "") return `Type the number of a page: ${has}`;
  return /^[+-]?\d+$/.test(number) ? `There is no page ${number}: ${has}` : `“${number}” is no page number: ${has}`;
}
