import { pdfFile } from "../../../packages/book/fixtures/pdf-file.ts";

/**
 * Writes a PDF as small as they come.
 *
 * @param texts one line a page
 * @param title what the file says of itself, in ASCII without brackets
 * @returns its bytes
 */
export function smallPdf(texts: readonly string[], title?: string): Uint8Array<ArrayBuffer> {
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count ${texts.length}/Kids[${texts.map((_, index) => `${4 + 2 * index} 0 R`).join(" ")}]>>`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ...texts.flatMap((text, index) => {
      const drawn = `BT /F 24 Tf 20 150 Td (${text}) Tj ET`;
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]/Resources<</Font<</F 3 0 R>>>>/Contents ${5 + 2 * index} 0 R>>`,
        `<</Length ${drawn.length}>>stream\n${drawn}\nendstream`,
      ];
    }),
  ];
  return new Uint8Array(pdfFile(objects, title));
}
