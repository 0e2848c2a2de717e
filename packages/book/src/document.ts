import type { Contents, PageLink } from "@flipdocs/contract";
import { openForm, readComments, writeIntoPage } from "./annotations.ts";
import { readDirection } from "./direction.ts";
import { BookFailure, pdfiumFailure } from "./failure.ts";
import { readLinks } from "./links.ts";
import { readOutline } from "./outline.ts";
import type { Pdfium } from "./pdfium.ts";
import { readCharacters } from "./text.ts";
import { readTitle } from "./title.ts";
import type { Character } from "./words.ts";

/** A drawn page: its pixels, which are there until the next one is drawn, and the characters and links on it. */
export type DrawnPage = { width: number; height: number; rgba: Uint8Array; characters: Character[]; links: PageLink[] };

/** An open PDF: its pages, what it says of itself, and how to draw one. `draw` takes page numbers from 1. */
export type PdfDocument = {
  pageCount: number;
  title: string;
  contents: () => Contents;
  draw: (page: number, width: number) => DrawnPage;
};

// Four bytes a dot, of which the last says nothing: a page is not transparent, and drawing is sooner done without.
const BGRX = 3;
const WHITE = 0xffffffff;
// With annotations, and red and blue exchanged: what comes out is RGBA.
const RENDER_FLAGS = 0x01 | 0x10;
// A page as long as a scroll is drawn narrower, so that its bitmap stays below 23 MB.
const TALLEST = 4800;

/**
 * Opens a PDF.
 *
 * @param pdfium where to
 * @param pdf the file's bytes
 * @returns the document; it lives as long as the process, which draws one book
 * @throws BookFailure when it is broken, encrypted or empty
 */
export function openDocument(pdfium: Pdfium, pdf: Uint8Array): PdfDocument {
  const address = pdfium.pdfium.wasmExports.malloc(pdf.length);
  pdfium.pdfium.HEAPU8.set(pdf, address);
  const document = pdfium.FPDF_LoadMemDocument64(address, pdf.length, "");
  if (!document) throw pdfiumFailure(pdfium.FPDF_GetLastError());
  const pageCount = pdfium.FPDF_GetPageCount(document);
  if (pageCount < 1) throw new BookFailure("empty", "no pages");
  const open: Open = { pdfium, document, form: openForm(pdfium, document) };
  let last = 0;
  return {
    pageCount,
    title: readTitle(pdfium, document),
    contents: () => ({ outline: readOutline(pdfium, document), direction: readDirection(pdfium, document) }),
    draw: (number, atWidth) => {
      // Not as soon as it is drawn: whatever is asked of the page afterwards would be written over its first rows.
      if (last) pdfium.FPDFBitmap_Destroy(last);
      const { bitmap, ...page } = draw(open, number, atWidth);
      last = bitmap;
      // At last: PDFium's memory may have been replaced by a larger one meanwhile.
      const start = pdfium.FPDFBitmap_GetBuffer(bitmap);
      return { ...page, rgba: pdfium.pdfium.HEAPU8.subarray(start, start + page.width * page.height * 4) };
    },
  };
}

type Open = { pdfium: Pdfium; document: number; form: number };

function draw(open: Open, number: number, atWidth: number): Omit<DrawnPage, "rgba"> & { bitmap: number } {
  const { pdfium, form } = open;
  const drawn = withPage(open, number, (page) => {
    pdfium.FORM_OnAfterLoadPage(page, form);
    try {
      const { width, height } = sizeOf(pdfium, page, number, atWidth);
      const bitmap = drawnOn(open, page, width, height);
      const links = readLinks(pdfium, open.document, page);
      const comments = readComments(pdfium, page);
      const characters = writeIntoPage(pdfium, page) ? undefined : readCharacters(pdfium, page);
      return { width, height, bitmap, links, comments, characters };
    } finally {
      pdfium.FORM_OnBeforeClosePage(page, form);
    }
  });
  const { comments, ...page } = drawn;
  const characters = drawn.characters ?? withPage(open, number, (written) => readCharacters(pdfium, written));
  return { ...page, characters: [...characters, ...comments] };
}

function withPage<T>({ pdfium, document }: Open, number: number, use: (page: number) => T): T {
  const page = pdfium.FPDF_LoadPage(document, number - 1);
  if (!page) throw new BookFailure("broken", `page ${number} cannot be read`);
  try {
    return use(page);
  } finally {
    pdfium.FPDF_ClosePage(page);
  }
}

function sizeOf(pdfium: Pdfium, page: number, number: number, atWidth: number) {
  const ratio = pdfium.FPDF_GetPageHeightF(page) / pdfium.FPDF_GetPageWidthF(page);
  if (!(ratio > 0 && ratio < TALLEST)) throw new BookFailure("broken", `page ${number} has no size`);
  const width = Math.round(Math.min(atWidth, TALLEST / ratio));
  return { width, height: Math.max(1, Math.round(width * ratio)) };
}

function drawnOn({ pdfium, form }: Open, page: number, width: number, height: number): number {
  const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, BGRX, 0, 0);
  if (!bitmap) throw new BookFailure("too-hungry", `no memory for ${width}x${height} pixels`);
  pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
  pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, RENDER_FLAGS);
  // A form's fields are the only annotations that the page's own drawing leaves out.
  pdfium.FPDF_FFLDraw(form, bitmap, page, 0, 0, width, height, 0, RENDER_FLAGS);
  return bitmap;
}
