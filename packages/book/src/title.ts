import { type Pdfium, withMemory } from "./pdfium.ts";

// A title has 200 letters; what is longer is a text.
const MOST_BYTES = 2048;

/**
 * Reads what a PDF calls itself, as it stands there.
 *
 * @param pdfium where it is open
 * @param document the open PDF
 * @returns the title; empty when there is none, or one of more than a thousand letters
 */
export function readTitle(pdfium: Pdfium, document: number): string {
  return withMemory(pdfium, MOST_BYTES, (address) => {
    const bytes = pdfium.FPDF_GetMetaText(document, "Title", address, MOST_BYTES);
    if (bytes > MOST_BYTES) return "";
    const text = pdfium.pdfium.HEAPU8.slice(address, address + bytes);
    // It ends with a NUL of two bytes.
    return new TextDecoder("utf-16le").decode(text.subarray(0, -2));
  });
}
