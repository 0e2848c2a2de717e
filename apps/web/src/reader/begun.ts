import type { Page } from "@flipdocs/contract";

/**
 * All pages of a book of which the first ones are made: until it is known better, the others are as large as the first.
 *
 * @param made - the pages that there are, from the first
 * @param count - how many the book is going to have
 */
export function allPages(made: Page[], count: number): Page[] {
  const [first] = made;
  if (!first) return made;
  const rest = Math.max(0, count - made.length);
  const coming = Array.from({ length: rest }, (_, index) => ({ ...first, number: made.length + index + 1 }));
  return [...made, ...coming];
}

/** What to say of a book that is not whole yet, e.g. "40 of 311 pages are made"; nothing of one that is. */
export const howFar = (made: number, count: number): string =>
  made < count ? `${made.toLocaleString("en")} of ${count.toLocaleString("en")} pages are made` : "";
