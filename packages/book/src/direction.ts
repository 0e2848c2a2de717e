import type { Direction } from "@flipdocs/contract";
import type { Pdfium } from "./pdfium.ts";
import { readText } from "./strings.ts";

/** Languages whose books begin at the right. */
const FROM_RIGHT = /^(ar|fa|he|iw|ur|yi|ps|sd|ug|ckb|dv)\b/i;

/**
 * Says which way a PDF is read: as it says itself, else by its language.
 *
 * @param pdfium where the document is open
 * @param document its handle
 */
export function readDirection(pdfium: Pdfium, document: number): Direction {
  const said = readText(pdfium, "utf-8", (to, bytes) =>
    pdfium.FPDF_VIEWERREF_GetName(document, "Direction", to, bytes),
  );
  if (said === "R2L") return "rtl";
  if (said === "L2R") return "ltr";
  const language = readText(pdfium, "utf-16le", (to, bytes) => pdfium.FPDFCatalog_GetLanguage(document, to, bytes));
  return FROM_RIGHT.test(language) ? "rtl" : "ltr";
}
