import type { Page } from "@flipdocs/contract";
import type { CSSProperties } from "react";
import { leafShape, liesInSpreads } from "./shape.ts";
import type { BookSource } from "./source.ts";
import { spreadOf } from "./spread.ts";
import styles from "./still.module.css";

interface Props {
  pages: Page[];
  source: Pick<BookSource, "picture">;
  /** The page at which the book is going to be opened. */
  start: number;
  isReversed: boolean;
}

/**
 * The first pages to be seen, as the server knows them, in the place where the book is going to open them: they are read, and
 * their pictures asked for, before a script has run. Those who listen hear the book's own.
 */
export function Still({ pages, source, start, isReversed }: Props) {
  const { width, height } = leafShape(pages);
  const spreads = liesInSpreads(pages);
  const seen = spreadOf(start, pages.length, spreads ? "landscape" : "portrait");
  const style = { "--ratio": width / height } as CSSProperties;
  return (
    <div className={styles.still} style={style} data-spreads={spreads} data-reversed={isReversed} aria-hidden="true">
      {seen.map((number) => (
        <div key={number} className={styles.leaf} data-beside={number !== start}>
          {/* biome-ignore lint/performance/noImgElement: the API serves pages at reader width already. */}
          <img src={source.picture(number)} alt="" fetchPriority="high" draggable={false} />
        </div>
      ))}
    </div>
  );
}
