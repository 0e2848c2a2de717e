import { pdfFile } from "../../../packages/book/fixtures/pdf-file.ts";

/**
 * Writes a book whose pages are low, and so drawn soon: each says its number, and nothing else.
 *
 * @param pages how many there are
 * @returns the PDF's bytes
 */
export function lowBook(pages: number): Uint8Array<ArrayBuffer> {
  const numbers = Array.from({ length: pages }, (_, index) => index + 1);
  // The catalog, the tree of pages and the font; then each page, and what stands on it.
  const at = (number: number) => 2 * number + 2;
  const kids = numbers.map((number) => `${at(number)} 0 R`).join(" ");
  const page = (number: number) => {
    const text = `BT /F 20 Tf 20 20 Td (Page ${number}) Tj ET`;
    return [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 60]/Resources<</Font<</F 3 0 R>>>>/Contents ${at(number) + 1} 0 R>>`,
      `<</Length ${text.length}>>\nstream\n${text}\nendstream`,
    ];
  };
  return new Uint8Array(
    pdfFile([
      "<</Type/Catalog/Pages 2 0 R>>",
      `<</Type/Pages/Count ${pages}/Kids[${kids}]>>`,
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
      ...numbers.flatMap(page),
    ]),
  );
}

/** The smallest book there is. */
export const ONE_PAGE = lowBook(1);
