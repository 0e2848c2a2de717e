import type { PictureWidth } from "@flipdocs/contract";

/** What a link to a book has for an id. */
const TOKEN = /^[\w-]{24}$/;

/** Where a book is read: one's own by its id, another's by the token of a link to it. */
export function reading(book: string): string {
  return `/v1/${TOKEN.test(book) ? "shares" : "books"}/${encodeURIComponent(book)}`;
}

/**
 * The path of a page's picture, as the browser asks for it.
 *
 * @param width - where it is not reader width
 */
export function pageImage(book: string, page: number, width?: PictureWidth): string {
  return `/api${reading(book)}/pages/${page}/image${width ? `?width=${width}` : ""}`;
}
