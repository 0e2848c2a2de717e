import { type TextPage, textPdf } from "../../../packages/book/fixtures/text-pdf.ts";

/**
 * Writes a PDF, one text a page.
 *
 * @param pages - in their order
 * @param catalog - what the file says of itself besides, e.g. `/Lang(ar)`
 * @returns a file as Playwright takes it
 */
export const pdfOf = (name: string, pages: readonly TextPage[], catalog = "") => ({
  name,
  mimeType: "application/pdf",
  buffer: textPdf(pages, undefined, catalog),
});
