import type { Book } from "@flipdocs/contract";

/** The books on the landing page, and how they are known: as they are, as they were before, or not at all. */
export interface Samples {
  books: readonly Book[];
  known: "now" | "before" | "not";
}

let before: readonly Book[] | undefined;

/** The question that is open, for all who come meanwhile, and since when. */
let open: { answer: Promise<Samples>; since: number } | undefined;

/**
 * Asks for the public books, and remembers them: when there is no answer in time, the landing page shows those of before.
 * A late answer is remembered too, and nobody asks again or waits anew while one is awaited: of those who come while the
 * API is away, the first one waits, and not each.
 *
 * @param ask - asks the API, for as long as an answer is of use to those who come later
 * @param patience - how long a page waits for that, in milliseconds
 */
export async function sampleBooks(ask: () => Promise<Book[]>, patience: number): Promise<Samples> {
  open ??= { answer: asked(ask), since: performance.now() };
  const left = open.since + patience - performance.now();
  let late: ReturnType<typeof setTimeout> | undefined;
  const impatient = new Promise<Samples>((resolve) => {
    late = setTimeout(() => resolve(remembered()), Math.max(0, left));
  });
  return Promise.race([open.answer, impatient]).finally(() => clearTimeout(late));
}

async function asked(ask: () => Promise<Book[]>): Promise<Samples> {
  try {
    before = (await ask()).filter((book) => book.status === "ready");
    return { books: before, known: "now" };
  } catch (error) {
    console.error(`The landing page shows the samples of before, or none: ${String(error)}`);
    return remembered();
  } finally {
    open = undefined;
  }
}

const remembered = (): Samples => ({ books: before ?? [], known: before ? "before" : "not" });
