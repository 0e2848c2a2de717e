import { type Pdfium, withMemory } from "./pdfium.ts";

const MOST_BYTES = 16_384;

/**
 * Reads a text that PDFium writes into a buffer: it is asked for the length first.
 *
 * @param pdfium where it comes from
 * @param encoding of the text, which ends with a NUL; of `bytes` each becomes a letter of its own
 * @param write writes up to so many bytes at an address, and says how many there are
 * @returns the text; empty when there is none, or one of more than 16 KB
 */
export function readText(
  pdfium: Pdfium,
  encoding: "utf-8" | "utf-16le" | "bytes",
  write: (address: number, bytes: number) => number,
): string {
  const bytes = write(0, 0);
  if (bytes <= 0 || bytes > MOST_BYTES) return "";
  return withMemory(pdfium, bytes, (address) => {
    write(address, bytes);
    const read = pdfium.pdfium.HEAPU8.slice(address, address + bytes);
    const text = encoding === "bytes" ? Buffer.from(read).toString("latin1") : new TextDecoder(encoding).decode(read);
    return text.replace(/\0+$/, "");
  });
}
