import type { Book } from "@flipdocs/contract";

/** The books on the landing page, and how they are known: as they are, as they were before, or not at all. */
export interface Samples {
  books: readonly Book[];
  known: "now" | "before" | "not";
}

let before: readonly Book[] | undefined;

/**
 * Asks for the public books, and remembers them: when there is no answer, the landing page shows those of before.
 *
 * @param ask - asks the API
 */
export async function sampleBooks(ask: () => Promise<Book[]>): Promise<Samples> {
  try {
    before = (await ask()).filter((book) => book.status === "ready");
    return { books: before, known: "now" };
  } catch (error) {
    console.error(`The landing page shows the samples of before, or none: ${String(error)}`);
    return { books: before ?? [], known: before ? "before" : "not" };
  }
}
