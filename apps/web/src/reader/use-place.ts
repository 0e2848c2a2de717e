import { useCallback, useEffect, useMemo } from "react";
import { addressAt, placeIn } from "./place.ts";
import { remembered } from "./remembered.ts";
import { typedPage } from "./spread.ts";

/** Where a book is to be opened, and what to say when that is not where the address wanted it. */
export interface Opening {
  page: number;
  missing: string | null;
}

/**
 * Keeps where a reader is in the address and in this browser.
 *
 * @param book - names it in the browser's storage
 * @param count - how many pages it has
 */
export function usePlace(book: string, count: number) {
  const left = useMemo(() => remembered(`page:${book}`), [book]);

  /** Where the address says, else where this browser left off, else at the beginning. */
  const opening = useCallback((): Opening => {
    const place = placeIn(window.location.search, count);
    const last = typedPage(left.get() ?? "", count) ?? 1;
    if (place && "page" in place) return { page: place.page, missing: null };
    return { page: last, missing: place?.missing ?? null };
  }, [left, count]);

  /** The same entry of the history stands at another page: for turning. */
  const stay = useCallback(
    (page: number) => {
      left.set(String(page));
      const address = addressAt(window.location.href, page);
      if (address !== window.location.href) window.history.replaceState(null, "", address);
    },
    [left],
  );

  /** A new entry, from which Back leads to where the reader was: for jumps. */
  const leap = useCallback((page: number) => {
    const address = addressAt(window.location.href, page);
    if (address !== window.location.href) window.history.pushState(null, "", address);
  }, []);

  return { opening, stay, leap };
}

/** Tells which page an entry of the history names when Back or Forward leads to it; the first one where it names none. */
export function useHistory(count: number, onPage: (page: number) => void): void {
  useEffect(() => {
    const follow = () => {
      const place = placeIn(window.location.search, count);
      if (place === null) onPage(1);
      else if ("page" in place) onPage(place.page);
    };
    window.addEventListener("popstate", follow);
    return () => window.removeEventListener("popstate", follow);
  }, [count, onPage]);
}
