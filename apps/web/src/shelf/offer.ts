import type { flipdocsApi } from "@/api/client.ts";
import type { Offer, Opened } from "./samples.ts";

/** A book with fewer pages is not turned on the landing page, and no more of its pages are shown there. */
const PAGES = { least: 5, most: 8 };

type Asks = Pick<ReturnType<typeof flipdocsApi>, "publicBooks" | "pages">;

/**
 * What there is to try: the public books that can be read, and the first of them that is long enough, opened.
 *
 * @param api - is asked for both
 * @throws ApiError when the books are not to be had; one that cannot be opened is left closed
 */
export async function offerOf(api: Asks): Promise<Offer> {
  const books = (await api.publicBooks()).filter(({ status }) => status === "ready");
  const book = books.find(({ pageCount }) => pageCount >= PAGES.least);
  if (!book) return { books, opened: null };
  const opened: Promise<Opened> = api.pages(book.id).then((pages) => ({ book, pages: pages.slice(0, PAGES.most) }));
  return { books, opened: await opened.catch(leaveClosed) };
}

function leaveClosed(error: unknown): null {
  console.error(`The landing page turns no book: ${String(error)}`);
  return null;
}
