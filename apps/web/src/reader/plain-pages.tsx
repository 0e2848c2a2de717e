import type { Book, Page } from "@flipdocs/contract";
import { pageImage } from "@/api/addresses.ts";

/** The book for a browser without scripts: every page, one under the other, in place of the reader. */
export function PlainPages({ book, pages }: { book: Book; pages: Page[] }) {
  return (
    <noscript>
      <style>{"[data-reader]{display:none!important}.plain{padding-block:2rem;display:grid;gap:1.5rem}"}</style>
      <div className="wide plain">
        <h1>{book.title}</h1>
        {pages.map(({ number, width, height }) => (
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
      </div>
    </noscript>
  );
}
