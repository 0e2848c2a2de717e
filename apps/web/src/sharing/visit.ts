import type { Book, Contents, Page, SharedBook } from "@flipdocs/contract";
import { notFound } from "next/navigation";
import { cache } from "react";
import { ApiError } from "@/api/problem.ts";
import { serverApi, serverSharing } from "@/api/server.ts";
import { contentsIn } from "@/reader/contents.ts";

/** What a link leads to, or that its password is still to be told. */
export type Visit = SharedBook | "locked";

/**
 * Follows a link, once a request, however many components want to know.
 *
 * @param token - of the link
 * @returns what it leads to; a link that leads nowhere ends in the page that says so
 */
export const visitOf = cache(async (token: string): Promise<Visit> => {
  try {
    return await (await serverSharing()).sharedBook(token);
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return "locked";
    if (error instanceof ApiError && error.status === 404) notFound();
    throw error;
  }
});

/** The pages of a book that can be read by a link. */
export const sharedPages = cache(async (token: string): Promise<Page[]> => (await serverApi()).pages(token));

/** What the PDF says of itself as a whole. */
export const sharedContents = async (token: string): Promise<Contents> =>
  contentsIn((await serverApi()).contents(token));

/** The book as the reader knows books: its id is the link's token, and nothing is said of its owner. */
export const asBook = (token: string, { title, status, pageCount }: SharedBook): Book => ({
  id: token,
  title,
  status,
  visibility: "private",
  pageCount,
  failure: null,
  createdAt: new Date(0).toISOString(),
});
