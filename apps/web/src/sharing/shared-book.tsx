import type { SharedBook } from "@flipdocs/contract";
import { Open } from "@/app/books/[id]/open.tsx";
import { startOf } from "@/reader/place.ts";
import { PlainPages } from "@/reader/plain-pages.tsx";
import { CountView } from "./count-view.tsx";
import styles from "./shared-book.module.css";
import { asBook, sharedContents, sharedPages } from "./visit.ts";

/**
 * A book as whoever has a link reads it.
 *
 * @param page - what the address says of the page to begin at
 */
export async function sharedBook(token: string, shared: SharedBook, page?: string | string[]) {
  const [pages, contents] = await Promise.all([sharedPages(token), sharedContents(token)]);
  const book = asBook(token, shared);
  const start = startOf(page, shared.pageCount);
  return (
    <>
      <PlainPages {...{ book, pages, start }} />
      <CountView token={token} />
      <Open {...{ book, pages, contents, start }} />
      {shared.downloadable && (
        <p className={styles.more}>
          <a href={`/api/v1/shares/${token}/file`} download>
            Download the PDF
          </a>
        </p>
      )}
    </>
  );
}
