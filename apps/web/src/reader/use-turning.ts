import type { Direction, Page } from "@flipdocs/contract";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Point } from "./gestures.ts";
import { type OpenBook, openBook } from "./open-book.ts";
import { remembered } from "./remembered.ts";
import { sheet } from "./sheet.ts";
import { LAYOUTS, type Layout, pageAfter, pageBefore, pageTurnedTo } from "./spread.ts";

/** How many pages a reader wants to see in any book, if they have said. */
const chosen = {
  ...remembered("layout"),
  get: (): Layout | null => LAYOUTS.find((layout) => layout === remembered("layout").get()) ?? null,
};

/**
 * Opens a book on a stage and says where it stands. `leaves` are the elements to draw the pages into.
 *
 * @param direction - which way it is read
 * @param start - the page that the server has shown
 * @param opening - says at which page it is to be opened, once the browser is there to be asked
 * @param onTwice - is told where a page was tapped twice
 */
export function useTurning(
  pages: Page[],
  direction: Direction,
  start: number,
  opening: () => number,
  onTwice: (at: Point) => void,
) {
  const stage = useRef<HTMLDivElement>(null);
  const book = useRef<OpenBook>(null);
  const [leaves, setLeaves] = useState<HTMLElement[]>([]);
  const [page, setPage] = useState(start);
  const [layout, setLayout] = useState<Layout>("landscape");
  const told = useRef(onTwice);
  told.current = onTwice;

  useEffect(() => {
    if (!stage.current) return;
    const sheets = pages.map(sheet);
    const first = opening();
    setPage(first);
    const elements = sheets.map(({ outer }) => outer);
    const opened = openBook(stage.current, elements, pages, first, direction, {
      onTurn: (turned, how) => setPage((known) => pageTurnedTo(known, turned, pages.length, how)),
      onLayout: setLayout,
      onTwice: (at) => told.current(at),
    });
    void opened.then((open) => {
      book.current = open;
      open.lay(chosen.get());
      setLeaves(sheets.map(({ inner }) => inner));
    });
    return () => void opened.then((open) => open.close());
  }, [pages, direction, opening]);

  const goTo = useCallback((target: number | null) => {
    if (target === null) return;
    book.current?.goTo(target);
    // Not when the leaf has turned but at once, so that the pictures of a far page load meanwhile; and after
    // goTo, which ends a turn under way and has it reported.
    setPage(target);
  }, []);
  const lay = (choice: Layout) => {
    chosen.set(choice);
    book.current?.lay(choice);
  };
  const next = pageAfter(page, pages.length, layout);
  const previous = pageBefore(page, pages.length, layout);
  return { stage, leaves, isOpen: leaves.length > 0, page, layout, lay, goTo, next, previous };
}
