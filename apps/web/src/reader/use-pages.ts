import type { Direction, Page } from "@flipdocs/contract";
import { useCallback, useEffect, useState } from "react";
import type { Point } from "./gestures.ts";
import { noSuchPage } from "./place.ts";
import { typedPage } from "./spread.ts";
import { useHistory, usePlace } from "./use-place.ts";
import { useTurning } from "./use-turning.ts";

/**
 * Where the reader is, in the book, in the address and in this browser's memory.
 *
 * @param direction - which way it is read
 * @param book - names it in the browser's storage
 * @param start - the page that the server has shown
 * @param onTwice - is told where a page was tapped twice
 * @returns the book as it stands; `turn` goes to a neighbour and `jump` anywhere, from where Back leads here; `type` is told
 *   what was typed as a page's number, and `notice` is what to say of one that is none
 */
export function usePages(
  pages: Page[],
  direction: Direction,
  book: string,
  start: number,
  onTwice: (at: Point) => void,
) {
  const count = pages.length;
  const [notice, setNotice] = useState("");
  const { opening, stay, leap } = usePlace(book, count);
  const open = useCallback(() => {
    const { page, missing } = opening();
    setNotice(missing === null ? "" : noSuchPage(missing, count));
    return page;
  }, [opening, count]);
  const { goTo, ...turning } = useTurning(pages, direction, start, open, onTwice);
  const { isOpen, page } = turning;
  useEffect(() => {
    if (isOpen) stay(page);
  }, [isOpen, page, stay]);
  useHistory(count, goTo);
  const turn = (target: number | null) => {
    setNotice("");
    goTo(target);
  };
  const jump = (target: number) => {
    leap(target);
    turn(target);
  };
  const type = (typed: string) => {
    const target = typedPage(typed, count);
    if (target === null) setNotice(noSuchPage(typed, count));
    else jump(target);
  };
  return { ...turning, turn, jump, type, notice };
}
