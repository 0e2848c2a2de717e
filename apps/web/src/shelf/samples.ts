import type { Book, Page } from "@flipdocs/contract";

/** A book that lies open: its first pages. */
export interface Opened {
  book: Book;
  pages: Page[];
}

/** What there is to try: books, and one of them to turn on the spot; null when none has the pages for it. */
export interface Offer {
  books: readonly Book[];
  opened: Opened | null;
}

/** What the landing page offers, and how it is known: as it is, as it was before, or not at all. */
export interface Samples extends Offer {
  known: "now" | "before" | "not";
}

let before: Offer | undefined;

/** The question that is open, for all who come meanwhile, and since when. */
let open: { answer: Promise<Samples>; since: number } | undefined;

/**
 * Asks for what there is to try, and remembers it: when there is no answer in time, the landing page shows that of before.
 * A late answer is remembered too, and nobody asks again or waits anew while one is awaited: of those who come while the
 * API is away, the first one waits, and not each.
 *
 * @param ask - asks the API, for as long as an answer is of use to those who come later
 * @param patience - how long a page waits for that, in milliseconds
 */
export async function sampleBooks(ask: () => Promise<Offer>, patience: number): Promise<Samples> {
  open ??= { answer: asked(ask), since: performance.now() };
  const left = open.since + patience - performance.now();
  let late: ReturnType<typeof setTimeout> | undefined;
  const impatient = new Promise<Samples>((resolve) => {
    late = setTimeout(() => resolve(remembered()), Math.max(0, left));
  });
  return Promise.race([open.answer, impatient]).finally(() => clearTimeout(late));
}

async function asked(ask: () => Promise<Offer>): Promise<Samples> {
  try {
    before = await ask();
    return { ...before, known: "now" };
  } catch (error) {
    console.error(`The landing page shows the samples of before, or none: ${String(error)}`);
    return remembered();
  } finally {
    open = undefined;
  }
}

const remembered = (): Samples => ({ ...(before ?? { books: [], opened: null }), known: before ? "before" : "not" });
