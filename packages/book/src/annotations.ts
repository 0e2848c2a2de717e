import { type Pdfium, withMemory } from "./pdfium.ts";
import { boxOf } from "./text.ts";
import type { Character } from "./words.ts";

// FPDF_ANNOT_*: kinds and flags, as PDFium numbers them.
const LINK = 2;
const FREE_TEXT = 3;
const POPUP = 16;
const WIDGET = 20;
const OUT_OF_VIEW = 0x02 | 0x20;

const FLATTENED = 1;
const FOR_DISPLAY = 0;

/** What is laid over a page: fields, comments, stamps, drawings. */
type Annotation = { handle: number; kind: number; visible: boolean };

/**
 * Opens a document's form, so that its fields are drawn as they are filled in. Its scripts are not run: there is
 * nothing in this build of PDFium that could.
 *
 * @param pdfium where the document is open
 * @param document its handle
 * @returns the form's handle; every document has one, if an empty one
 */
export function openForm(pdfium: Pdfium, document: number): number {
  return pdfium.PDFiumExt_InitFormFillEnvironment(document, pdfium.PDFiumExt_OpenFormFillInfo());
}

/**
 * Reads what comments say that is not drawn: a note shows as an icon, and its words stand where that is.
 *
 * @param pdfium where the page is open
 * @param page its handle
 * @returns the characters, each comment's after a space
 */
export function readComments(pdfium: Pdfium, page: number): Character[] {
  return eachAnnotation(pdfium, page, ({ handle, kind, visible }) => {
    if (!visible || [LINK, FREE_TEXT, POPUP, WIDGET].includes(kind)) return [];
    const box = boxOfAnnotation(pdfium, page, handle);
    return [..." ", ...contentsOf(pdfium, handle)].map((letter) => ({ code: letter.codePointAt(0) ?? 0, ...box }));
  }).flat();
}

/**
 * Makes the text of fields and annotations part of the page's own, where it can be read. What is out of view goes.
 *
 * @param pdfium where the page is open
 * @param page its handle; it is to be opened anew afterwards
 * @returns whether there was anything to be written
 */
export function writeIntoPage(pdfium: Pdfium, page: number): boolean {
  const annotations = eachAnnotation(pdfium, page, ({ kind, visible }) => ({ kind, visible }));
  if (!annotations.some(({ kind, visible }) => visible && kind !== LINK && kind !== POPUP)) return false;
  // From the end: each that goes moves those after it.
  for (const [index, { visible }] of [...annotations.entries()].reverse()) {
    if (!visible) pdfium.FPDFPage_RemoveAnnot(page, index);
  }
  return pdfium.FPDFPage_Flatten(page, FOR_DISPLAY) === FLATTENED;
}

function eachAnnotation<T>(pdfium: Pdfium, page: number, look: (annotation: Annotation) => T): T[] {
  return Array.from({ length: pdfium.FPDFPage_GetAnnotCount(page) }, (_, index) => {
    const handle = pdfium.FPDFPage_GetAnnot(page, index);
    try {
      const visible = (pdfium.FPDFAnnot_GetFlags(handle) & OUT_OF_VIEW) === 0;
      return look({ handle, kind: pdfium.FPDFAnnot_GetSubtype(handle), visible });
    } finally {
      pdfium.FPDFPage_CloseAnnot(handle);
    }
  });
}

function boxOfAnnotation(pdfium: Pdfium, page: number, handle: number) {
  return withMemory(pdfium, 16, (room) => {
    pdfium.FPDFAnnot_GetRect(handle, room);
    const [left = 0, top = 0, right = 0, bottom = 0] = new Float32Array(
      pdfium.pdfium.HEAPU8.slice(room, room + 16).buffer,
    );
    return boxOf(pdfium, page, { left, top, right, bottom });
  });
}

function contentsOf(pdfium: Pdfium, handle: number): string {
  const bytes = pdfium.FPDFAnnot_GetStringValue(handle, "Contents", 0, 0);
  return withMemory(pdfium, bytes, (room) => {
    pdfium.FPDFAnnot_GetStringValue(handle, "Contents", room, bytes);
    const text = new TextDecoder("utf-16le").decode(pdfium.pdfium.HEAPU8.slice(room, room + bytes));
    return text.replace(/\0+$/, "");
  });
}
