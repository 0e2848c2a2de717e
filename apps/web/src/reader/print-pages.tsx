import type { Page } from "@flipdocs/contract";
import styles from "./print-pages.module.css";
import type { BookSource } from "./source.ts";

/** What comes on paper instead of the reader: the pages in view, each on a sheet of its own. */
export function PrintPages({ pages, source, seen }: { pages: Page[]; source: BookSource; seen: number[] }) {
  return (
    <div className={styles.print} data-print>
      {pages
        .filter(({ number }) => seen.includes(number))
        .map(({ number, width, height }) => (
          // biome-ignore lint/performance/noImgElement: the same picture as in the book, which the browser has.
          <img key={number} src={source.picture(number)} alt={`Page ${number}`} width={width} height={height} />
        ))}
    </div>
  );
}
