import type { OutlineEntry } from "@flipdocs/contract";
import type { Pdfium } from "./pdfium.ts";
import { readText } from "./strings.ts";
import { targetOf } from "./target.ts";

const MOST_ENTRIES = 1000;
const DEEPEST = 8;
const LONGEST = 200;

/**
 * Reads the table of contents that a PDF has for its readers.
 *
 * @param pdfium where the document is open
 * @param document its handle
 * @returns up to a thousand entries in their order; those without a title are left out, and an entry that leads back to one
 *   before it ends the list there
 */
export function readOutline(pdfium: Pdfium, document: number): OutlineEntry[] {
  const entries: OutlineEntry[] = [];
  const seen = new Set<number>();
  const walk = (parent: number, depth: number) => {
    let entry = pdfium.FPDFBookmark_GetFirstChild(document, parent);
    while (entry && !seen.has(entry) && seen.size < MOST_ENTRIES) {
      seen.add(entry);
      const title = titleOf(pdfium, entry);
      if (title) entries.push({ title, page: pageOf(pdfium, document, entry), depth });
      if (depth < DEEPEST) walk(entry, depth + 1);
      entry = pdfium.FPDFBookmark_GetNextSibling(document, entry);
    }
  };
  walk(0, 0);
  return entries;
}

function titleOf(pdfium: Pdfium, entry: number): string {
  const text = readText(pdfium, "utf-16le", (to, bytes) => pdfium.FPDFBookmark_GetTitle(entry, to, bytes));
  const plain = text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return Array.from(plain).slice(0, LONGEST).join("");
}

function pageOf(pdfium: Pdfium, document: number, entry: number): number | null {
  const destination = pdfium.FPDFBookmark_GetDest(document, entry);
  const target = targetOf(pdfium, document, destination, pdfium.FPDFBookmark_GetAction(entry));
  return target && "page" in target ? target.page : null;
}
