import type { Book, Page } from "@flipdocs/contract";
import { pageImage } from "@/api/addresses.ts";

/** How many pages come at once: all pages of a long book are more than a page of HTML should be. */
const MOST = 40;

interface Props {
  book: Book;
  pages: Page[];
  /** The first one that is shown. */
  start: number;
}

/** The book for a browser without scripts: the pages that there are, one under the other, in place of the reader. */
export function PlainPages({ book, pages, start }: Props) {
  if (pages.length === 0) return null;
  const shown = pages.slice(start - 1, start - 1 + MOST);
  return (
    <noscript>
      <style>{"[data-reader]{display:none!important}.plain{padding-block:2rem;display:grid;gap:1.5rem}"}</style>
      <div className="wide plain">
        <h1 dir="auto">{book.title}</h1>
        <Others {...{ start, count: pages.length }} />
        {shown.map(({ number, width, height }) => (
          // biome-ignore lint/performance/noImgElement: the API serves pages at reader width already.
          <img
            key={number}
            src={pageImage(book.id, number)}
            alt={`Page ${number}`}
            width={width}
            height={height}
            style={{ maxWidth: "100%", height: "auto" }}
          />
        ))}
        <Others {...{ start, count: pages.length }} />
      </div>
    </noscript>
  );
}

/** Leads to the pages before these, and after. */
function Others({ start, count }: { start: number; count: number }) {
  const before = Math.max(1, start - MOST);
  const after = start + MOST;
  return (
    <p>
      {start > 1 && <a href={`?page=${before}`}>Page {before} and on</a>}{" "}
      {after <= count && <a href={`?page=${after}`}>Page {after} and on</a>}
    </p>
  );
}
