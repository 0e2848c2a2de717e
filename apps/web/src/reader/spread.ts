/** How many pages lie side by side: two on a wide screen, one on a narrow one. */
export type Layout = (typeof LAYOUTS)[number];
export const LAYOUTS = ["landscape", "portrait"] as const;

/**
 * The pages that are seen together with a page. In landscape the first page is a cover and stands alone;
 * so does the last one when the book has an even number of pages.
 *
 * @param page - any page of the spread, from 1
 * @param count - how many pages the book has
 */
export function spreadOf(page: number, count: number, layout: Layout): number[] {
  if (layout === "portrait" || page === 1) return [page];
  const left = page - (page % 2);
  return left === count ? [left] : [left, left + 1];
}

/** The first page after this page's spread, or null at the end of the book. */
export function pageAfter(page: number, count: number, layout: Layout): number | null {
  const last = Math.max(...spreadOf(page, count, layout));
  return last < count ? last + 1 : null;
}

/** The first page of the spread before this page's, or null at the start of the book. */
export function pageBefore(page: number, count: number, layout: Layout): number | null {
  const first = Math.min(...spreadOf(page, count, layout));
  return first > 1 ? Math.min(...spreadOf(first - 1, count, layout)) : null;
}

/**
 * Where a reader is once a book has turned: whoever asked for the right page of a spread is on it, though its left one is
 * the first, which is what the book reports.
 *
 * @param known - where they were taken to be, which is where they asked to go
 * @param turned - the page that the book has turned to
 */
export const pageTurnedTo = (known: number, turned: number, count: number, layout: Layout): number =>
  spreadOf(known, count, layout).includes(turned) ? known : turned;

/** Whether a page's picture should be loaded: it is seen, or two turns away at most. */
export function isNear(page: number, current: number): boolean {
  return Math.abs(page - current) <= 5;
}

/** What the reader says about where it stands, e.g. "Pages 2–3 of 12". */
export function spreadLabel(page: number, count: number, layout: Layout): string {
  const spread = spreadOf(page, count, layout);
  return `${spread.length > 1 ? "Pages" : "Page"} ${spread.join("–")} of ${count}`;
}

/**
 * The page a person typed, or null if the book has no such page.
 *
 * @param typed - the text as typed
 */
export function typedPage(typed: string, count: number): number | null {
  const page = Number(typed.trim());
  return Number.isInteger(page) && page >= 1 && page <= count ? page : null;
}
