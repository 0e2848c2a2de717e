import { isSafeAddress } from "@flipdocs/contract";
import type { Pdfium } from "./pdfium.ts";
import { readText } from "./strings.ts";

/** Where something leads: a page of the document, from 1, or an address elsewhere. */
export type Target = { page: number } | { address: string };

// PDFACTION_*, as PDFium numbers them.
const GO_TO = 1;
const URI = 3;

/**
 * Says where a destination or an action leads.
 *
 * @param pdfium where the document is open
 * @param document its handle
 * @param destination its handle, or 0
 * @param action its handle, or 0
 * @returns null for what leads to no page, and to no address that may be followed: files, scripts, other documents
 */
export function targetOf(pdfium: Pdfium, document: number, destination: number, action: number): Target | null {
  // The action comes first: PDFium also gives the destination of one that leads to another document.
  if (!action) return pageOf(pdfium, document, destination);
  const kind = pdfium.FPDFAction_GetType(action);
  if (kind === GO_TO) return pageOf(pdfium, document, pdfium.FPDFAction_GetDest(document, action));
  if (kind !== URI) return null;
  const address = readText(pdfium, "bytes", (to, bytes) => pdfium.FPDFAction_GetURIPath(document, action, to, bytes));
  const kept = addressOf(address);
  return kept ? { address: kept } : null;
}

/**
 * An address as it is kept: each letter that one cannot have takes three there. One that begins with `www.` is meant for the
 * web, and many are written so.
 *
 * @param address as it stands in the PDF, a byte for each letter: whatever alphabet that is, a browser sends it as it is
 * @returns null when it may not be followed, or is too long then
 */
export function addressOf(address: string): string | null {
  const escaped = address.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`);
  const whole = /^www\./i.test(escaped) ? `http://${escaped}` : escaped;
  const kept = URL.canParse(whole) ? new URL(whole).href : "";
  return isSafeAddress(kept) ? kept : null;
}

function pageOf(pdfium: Pdfium, document: number, destination: number): Target | null {
  const index = destination ? pdfium.FPDFDest_GetDestPageIndex(document, destination) : -1;
  return index >= 0 && index < pdfium.FPDF_GetPageCount(document) ? { page: index + 1 } : null;
}
