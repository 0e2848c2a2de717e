import { Book, DeletedBooks, LibraryHits, Quota, Shelf, type ShelfOrder } from "@flipdocs/contract";
import { asking, post, type Transport } from "./client.ts";

/** Which of a person's books are asked for: in an order, and from where the list before has ended. */
export interface ShelfPart {
  sort?: ShelfOrder;
  after?: string;
}

/** The path of a book's small picture, as the browser asks for it. */
export function coverImage(book: string): string {
  return `/api/v1/books/${book}/cover`;
}

/**
 * What a person does with their own books; every answer is checked against the contract.
 *
 * @param send - same-origin in the browser, the API's own address on the server
 * @throws ApiError from every function when the API refuses or does not answer
 */
export function libraryApi(send: Transport) {
  const { ask, done } = asking(send);
  const book = (id: string) => `/v1/books/${encodeURIComponent(id)}`;
  return {
    shelf: ({ sort = "newest", after }: ShelfPart = {}) =>
      ask(Shelf, `/v1/books?sort=${sort}${after ? `&after=${encodeURIComponent(after)}` : ""}`),
    rename: (id: string, title: string) => ask(Book, book(id), post({ title }, "PATCH")),
    restore: (id: string) => ask(Book, `${book(id)}/restore`, { method: "POST" }),
    deleted: () => ask(DeletedBooks, "/v1/books/deleted").then(({ books }) => books),
    clear: (id: string) => done(`${book(id)}/clear`, { method: "POST" }),
    quota: () => ask(Quota, "/v1/books/quota"),
    find: (typed: string, after = 0) => ask(LibraryHits, `/v1/search?q=${encodeURIComponent(typed)}&after=${after}`),
  };
}
