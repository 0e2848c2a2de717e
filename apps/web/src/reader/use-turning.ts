import type { Page } from "@flipdocs/contract";
import { useCallback, useEffect, useRef, useState } from "react";
import { type OpenBook, openBook } from "./open-book.ts";
import { type Layout, pageAfter, pageBefore } from "./spread.ts";

/** Opens a book on a stage and says where it stands. `leaves` are the elements to draw the pages into. */
export function useTurning(pages: Page[]) {
  const stage = useRef<HTMLDivElement>(null);
  const book = useRef<OpenBook>(null);
  const [leaves, setLeaves] = useState<HTMLElement[]>([]);
  const [page, setPage] = useState(1);
  const [layout, setLayout] = useState<Layout>("landscape");

  useEffect(() => {
    if (!stage.current) return;
    const sheets = pages.map(leaf);
    const opening = openBook(
      stage.current,
      sheets.map(({ outer }) => outer),
      pages,
      {
        onTurn: setPage,
        onLayout: setLayout,
      },
    );
    void opening.then((opened) => {
      book.current = opened;
      setLeaves(sheets.map(({ inner }) => inner));
    });
    return () => void opening.then((opened) => opened.close());
  }, [pages]);

  const goTo = useCallback((target: number | null) => {
    if (target === null) return;
    book.current?.goTo(target);
    // Not when the leaf has turned but at once, so that the pictures of a far page load meanwhile; and after
    // goTo, which ends a turn under way and has it reported.
    setPage(target);
  }, []);
  const next = pageAfter(page, pages.length, layout);
  const previous = pageBefore(page, pages.length, layout);
  return { stage, leaves, page, layout, goTo, next, previous };
}

/** page-flip writes into the outer element's style; what React draws goes into the inner one. */
function leaf() {
  const outer = document.createElement("div");
  const inner = outer.appendChild(document.createElement("div"));
  return { outer, inner };
}
