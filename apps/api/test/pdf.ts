import { textPdf } from "../../../packages/book/fixtures/text-pdf.ts";

/**
 * Writes a book with one line a page.
 *
 * @param texts the lines
 * @param title what the file calls itself; nothing by default
 * @returns the PDF's bytes
 */
export const smallPdf = (texts: readonly string[], title?: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    textPdf(
      texts.map((text) => ({ width: 200, height: 300, text })),
      title,
    ),
  );

/**
 * Writes a book whose pages are low, and so drawn soon: each says its number, and nothing else.
 *
 * @param pages how many there are
 * @returns the PDF's bytes
 */
export const lowBook = (pages: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    textPdf(Array.from({ length: pages }, (_, index) => ({ width: 600, height: 60, text: `Page ${index + 1}` }))),
  );

/** The smallest book there is. */
export const ONE_PAGE = lowBook(1);
