"use client";

import type { Book, Page } from "@flipdocs/contract";
import { useState } from "react";
import { createPortal } from "react-dom";
import { Controls } from "./controls.tsx";
import { Leaf } from "./leaf.tsx";
import { PageText } from "./page-text.tsx";
import styles from "./reader.module.css";
import { SearchPanel } from "./search-panel.tsx";
import { isNear, spreadOf } from "./spread.ts";
import { useKeys } from "./use-keys.ts";
import { useMarks } from "./use-marks.ts";
import { useSearch } from "./use-search.ts";
import { useTurning } from "./use-turning.ts";

/** The book itself: pages to turn by hand, by button and by key, and a search that marks what it finds. */
export function Reader({ book, pages }: { book: Book; pages: Page[] }) {
  const turning = useTurning(pages);
  const { page, layout, goTo, next, previous } = turning;
  const [typed, setTyped] = useState("");
  const { found, more } = useSearch(book.id, typed);
  const seen = spreadOf(page, pages.length, layout);
  const marks = useMarks(book.id, found, seen);
  useKeys([
    ["ArrowRight", () => goTo(next)],
    ["ArrowLeft", () => goTo(previous)],
    ["Home", () => goTo(1)],
    ["End", () => goTo(pages.length)],
  ]);
  return (
    <div className={styles.reader} data-reader>
      <h1 className={styles.title}>{book.title}</h1>
      <div ref={turning.stage} className={styles.stage} data-layout={layout} data-alone={alone(seen, layout)} />
      {turning.leaves.map((leaf, index) => {
        const drawn = pages[index];
        const words = marks.find((hit) => hit.page === drawn?.number)?.words ?? [];
        const near = drawn !== undefined && isNear(drawn.number, page);
        return drawn && createPortal(<Leaf book={book.id} page={drawn} near={near} words={words} />, leaf);
      })}
      <PageText book={book.id} pages={seen} />
      <Controls page={page} count={pages.length} layout={layout} next={next} previous={previous} onPage={goTo} />
      <SearchPanel typed={typed} onType={setTyped} found={found} onMore={more} seen={seen} onPage={goTo} />
    </div>
  );
}

/** A cover lies on one half of a spread: the stage moves it to the middle. */
function alone([first, second]: number[], layout: string): "front" | "back" | undefined {
  if (layout === "portrait" || second !== undefined) return undefined;
  return first === 1 ? "front" : "back";
}
