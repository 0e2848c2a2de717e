import type { Page } from "@flipdocs/contract";
import { type RefObject, useEffect, useRef, useState } from "react";
import { type OpenBook, openBook } from "@/reader/open-book.ts";
import { sheet } from "@/reader/sheet.ts";
import { pageAfter, pageBefore, pageTurnedTo, spreadOf } from "@/reader/spread.ts";
import { isCalm } from "@/reader/turn.ts";

/** The page, from 1, at which the book lies open at first. */
export const OPEN_AT = 2;

/** How long a visitor sees it lie there before a leaf turns by itself, in milliseconds. */
const FIRST_LOOK = 1200;

/**
 * Opens a book on a stage, and turns one leaf by itself, once: when all that shows has been drawn and the book is in sight.
 * Whoever wants nothing to move, or has turned it already, is left alone.
 *
 * @param pages - in their order, from page 1
 * @returns the elements to draw the pages into, the page that is seen, and whether the book can take the place of the still
 *   picture; `settle` is to be told whose picture has come, or failed; `next` and `previous` are pages to go to, or null
 */
export function useShowpiece(pages: Page[]) {
  const stage = useRef<HTMLDivElement>(null);
  const book = useRef<OpenBook>(null);
  const [leaves, setLeaves] = useState<HTMLElement[]>([]);
  const [page, setPage] = useState(OPEN_AT);
  const [settled, setSettled] = useState<readonly number[]>([]);
  const isDrawn = firstPages(pages.length).every((number) => settled.includes(number));

  useEffect(() => {
    if (!stage.current) return;
    const sheets = pages.map(sheet);
    const elements = sheets.map(({ outer }) => outer);
    const opened = openBook(stage.current, elements, pages, OPEN_AT, "ltr", {
      onTurn: (turned, how) => setPage((known) => pageTurnedTo(known, turned, pages.length, how)),
      onLayout: () => undefined,
      onTwice: () => undefined,
    });
    opened
      .then((open) => {
        book.current = open;
        open.lay("landscape");
        setLeaves(sheets.map(({ inner }) => inner));
      })
      .catch((error: unknown) => console.warn(`The book stays a picture: ${String(error)}`));
    return () =>
      void opened.then(
        (open) => open.close(),
        () => undefined,
      );
  }, [pages]);

  const next = pageAfter(page, pages.length, "landscape");
  const previous = pageBefore(page, pages.length, "landscape");
  const goTo = (target: number | null) => {
    if (target === null) return;
    book.current?.goTo(target);
    // Where it goes to, not where it still is: whoever turns on meanwhile means the page after that.
    setPage(target);
  };
  useFirstTurn(stage, isDrawn, () => page === OPEN_AT && goTo(next));
  const settle = (number: number) => setSettled((known) => [...known, number]);
  return { stage, leaves, page, isDrawn, settle, goTo, next, previous };
}

/** The pages that are seen before the first turn, and after it. */
function firstPages(count: number): number[] {
  const next = pageAfter(OPEN_AT, count, "landscape");
  return [OPEN_AT, ...(next === null ? [] : [next])].flatMap((page) => spreadOf(page, count, "landscape"));
}

function useFirstTurn(stage: RefObject<HTMLElement | null>, isDrawn: boolean, turn: () => unknown): void {
  const latest = useRef(turn);
  latest.current = turn;
  useEffect(() => {
    if (!isDrawn || !stage.current || isCalm()) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(
      ([seen]) => {
        if (!seen?.isIntersecting) return;
        observer.disconnect();
        timer = setTimeout(() => latest.current(), FIRST_LOOK);
      },
      { threshold: 0.75 },
    );
    observer.observe(stage.current);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [stage, isDrawn]);
}
