"use client";

import type { Book, Page } from "@flipdocs/contract";
import { useState } from "react";
import { createPortal } from "react-dom";
import { Controls } from "./controls.tsx";
import { Leaf } from "./leaf.tsx";
import { PageText } from "./page-text.tsx";
import styles from "./reader.module.css";
import { SearchPanel } from "./search-panel.tsx";
import type { BookSource } from "./source.ts";
import { isNear, spreadOf } from "./spread.ts";
import { useKeys } from "./use-keys.ts";
import { useMarks } from "./use-marks.ts";
import { usePages } from "./use-pages.ts";
import { useSearch } from "./use-search.ts";

interface Props {
  book: Book;
  pages: Page[];
  source: BookSource;
}

/** The book itself: pages to turn by hand, by button and by key, and a search that marks what it finds. */
export function Reader({ book, pages, source }: Props) {
  const { page, layout, next, previous, turn, jump, type, notice, stage, leaves } = usePages(pages, source.id);
  const [typed, setTyped] = useState("");
  const { found, more } = useSearch(source, typed);
  const seen = spreadOf(page, pages.length, layout);
  const marks = useMarks(source, found, seen);
  useKeys([
    ["ArrowRight", () => turn(next)],
    ["ArrowLeft", () => turn(previous)],
    ["Home", () => jump(1)],
    ["End", () => jump(pages.length)],
  ]);
  return (
    <div className={styles.reader} data-reader>
      <h1 className={styles.title}>{book.title}</h1>
      <div ref={stage} className={styles.stage} data-layout={layout} data-alone={alone(seen, layout)} />
      {leaves.map((leaf, index) => {
        const drawn = pages[index];
        if (!drawn) return null;
        const words = marks.find((hit) => hit.page === drawn.number)?.words ?? [];
        const picture = source.picture(drawn.number);
        const near = isNear(drawn.number, page);
        return createPortal(<Leaf picture={picture} page={drawn} near={near} words={words} />, leaf);
      })}
      <PageText source={source} pages={seen} />
      <p role="alert" className={styles.notice}>
        {notice}
      </p>
      <Controls {...{ page, layout, next, previous }} count={pages.length} onPage={turn} onTyped={type} />
      <SearchPanel typed={typed} onType={setTyped} found={found} onMore={more} seen={seen} onPage={jump} />
    </div>
  );
}

/** A cover lies on one half of a spread: the stage moves it to the middle. */
function alone([first, second]: number[], layout: string): "front" | "back" | undefined {
  if (layout === "portrait" || second !== undefined) return undefined;
  return first === 1 ? "front" : "back";
}
