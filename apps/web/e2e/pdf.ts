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
 * @returns a file as Playwright takes it
 */
export function pdfOf(name: string, pages: readonly PdfPage[]) {
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count ${pages.length}/Kids[${pages.map((_, index) => `${4 + 2 * index} 0 R`).join(" ")}]>>`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ...pages.flatMap(({ width, height, text }, index) => {
      const drawn = `BT /F 24 Tf 20 ${height / 2} Td (${text}) Tj ET`;
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Resources<</Font<</F 3 0 R>>>>/Contents ${5 + 2 * index} 0 R>>`,
        `<</Length ${drawn.length}>>stream\n${drawn}\nendstream`,
      ];
    }),
  ];
  const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join("");
  // Without a table of its objects: every reader finds them by looking.
  const text = `%PDF-1.4\n${body}trailer\n<</Root 1 0 R/Size ${objects.length + 1}>>\n%%EOF\n`;
  return { name, mimeType: "application/pdf", buffer: Buffer.from(text, "latin1") };
}
