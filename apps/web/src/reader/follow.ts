import type { Contents, Page } from "@flipdocs/contract";

/** What is known of a book that is being made: how many pages it is going to have (0 while nobody knows), and those there are. */
export interface Known {
  title: string;
  pageCount: number;
  pages: Page[];
  contents: Contents;
}

/** What is asked of such a book; each rejects where there is no answer. */
export interface Asked {
  /** Those after so many, as soon as there are some, or none after a while. */
  pages(after: number): Promise<Page[]>;
  /** Where it stands; null when there will be no more of it. */
  standing(): Promise<Pick<Known, "title" | "pageCount"> | null>;
  contents(): Promise<Contents>;
}

/** How far apart questions are at least, in milliseconds: pages come faster than anybody has to ask. */
const APART = 500;

/**
 * Follows a book until it is whole, or there will be no more of it. Where there is no answer, it asks again.
 *
 * @param before - what is known by now
 * @param tell - is told what is known, whenever that is more
 * @param wait - waits for so many milliseconds
 * @param signal - says that nobody wants to know any more
 * @returns whether the book can be read to its end, as far as is known
 */
export async function follow(
  before: Known,
  asked: Asked,
  tell: (known: Known) => void,
  wait: (ms: number) => Promise<unknown>,
  signal: AbortSignal,
): Promise<boolean> {
  let known = before;
  while (!isWhole(known) && !signal.aborted) {
    const enough = wait(APART);
    const next = await more(known, asked).catch(() => known);
    if (next === null) return false;
    if (next !== known && !signal.aborted) tell(next);
    known = next;
    if (!isWhole(known)) await enough;
  }
  return true;
}

/** Whether all pages of a book are there. */
export const isWhole = ({ pages, pageCount }: Pick<Known, "pages" | "pageCount">): boolean =>
  pageCount > 0 && pages.length >= pageCount;

async function more(known: Known, asked: Asked): Promise<Known | null> {
  const pages = await asked.pages(known.pages.length);
  if (pages.length > 0 && known.pageCount > 0) return { ...known, pages: [...known.pages, ...pages] };
  const [standing, contents] = await Promise.all([asked.standing(), pages.length > 0 ? asked.contents() : null]);
  if (standing === null) return null;
  if (contents === null) return known;
  return { ...standing, contents, pages: [...known.pages, ...pages] };
}
