import { pdfFile } from "../../../packages/book/fixtures/pdf-file.ts";

/** A page of a PDF: its size in points, and a text on it. */
export interface PdfPage {
  width: number;
  height: number;
  text: string;
}

/**
 * Writes a PDF, one text a page, as small as they come.
 *
 * @param pages - in their order
 * @param catalog - what the file says of itself besides, e.g. `/Lang(ar)`
 * @returns a file as Playwright takes it
 */
export function pdfOf(name: string, pages: readonly PdfPage[], catalog = "") {
  const buffer = pdfFile([
    `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
    `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_, index) => `${4 + 2 * index} 0 R`).join(" ")}]>>`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ...pages.flatMap(({ width, height, text }, index) => {
      const drawn = `BT /F 24 Tf 20 ${height / 2} Td (${text}) Tj ET`;
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Resources<</Font<</F 3 0 R>>>>/Contents ${5 + 2 * index} 0 R>>`,
        `<</Length ${drawn.length}>>stream\n${drawn}\nendstream`,
      ];
    }),
  ]);
  return { name, mimeType: "application/pdf", buffer };
}
