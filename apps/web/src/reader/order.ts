import type { Direction } from "@flipdocs/contract";

/** In which order a book's leaves lie: page-flip knows only books that begin at the left. */
export interface Order {
  /** How many pages the book has. */
  count: number;
  /** Whether it begins at its right: its leaves lie the other way round, and what turns on turns them back. */
  isReversed: boolean;
  /** Lays leaves out, from the left. */
  arrange<Leaf>(leaves: readonly Leaf[], blank: () => Leaf): Leaf[];
  /** Where a page lies, from 0. */
  indexOf(page: number): number;
  /** Which page lies there, from 1. */
  pageOf(index: number): number;
}

/**
 * The order of a book's leaves. One that begins at the right and has an odd number of pages gets a blank leaf at its end,
 * which nothing leads to: without it, its cover would not lie alone.
 *
 * @param count - how many pages it has
 */
export function orderOf(count: number, direction: Direction): Order {
  if (direction === "ltr" || count === 1) {
    const [indexOf, pageOf] = [(page: number) => page - 1, (index: number) => index + 1];
    return { count, isReversed: false, arrange: (leaves) => [...leaves], indexOf, pageOf };
  }
  const places = count + (count % 2);
  return {
    count,
    isReversed: true,
    arrange: (leaves, blank) => [...(places > count ? [blank()] : []), ...[...leaves].reverse()],
    indexOf: (page) => places - page,
    pageOf: (index) => Math.min(count, places - index),
  };
}
