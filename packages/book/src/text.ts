import { memoryOf, type Pdfium, withMemory } from "./pdfium.ts";
import type { Character } from "./words.ts";

// PDFium answers in whole pixels: on a screen this large they are fine enough to be fractions.
const SCREEN = 100_000;
// In points: as far away as a page is long, so that what is rounded there is of no account on it.
const FAR = 1000;

/**
 * Reads the characters of a page with their boxes; rotation and crop are taken into account.
 *
 * @param pdfium where the page is open
 * @param page its handle
 * @returns the characters in reading order
 */
export function readCharacters(pdfium: Pdfium, page: number): Character[] {
  const text = pdfium.FPDFText_LoadPage(page);
  if (!text) return [];
  try {
    const place = placing(pdfium, page);
    return withMemory(pdfium, 32, (room) =>
      Array.from({ length: pdfium.FPDFText_CountChars(text) }, (_, index) => {
        const code = pdfium.FPDFText_GetUnicode(text, index);
        pdfium.FPDFText_GetCharBox(text, index, room, room + 8, room + 16, room + 24);
        const memory = memoryOf(pdfium);
        const double = (at: number) => memory.getFloat64(room + at, true);
        const [left, right, bottom, top] = [double(0), double(8), double(16), double(24)];
        return { code, ...place({ left, top, right, bottom }) };
      }),
    );
  } finally {
    pdfium.FPDFText_ClosePage(text);
  }
}

/** A box on a page: in points from the bottom left, or in fractions of the page from the top left. */
type Box = { left: number; top: number; right: number; bottom: number };

/**
 * Says where on a page a box is seen.
 *
 * @param pdfium where the page is open
 * @param page its handle
 * @param points the box as the PDF has it
 * @returns the box in fractions of the page
 */
export const boxOf = (pdfium: Pdfium, page: number, points: Box): Box => placing(pdfium, page)(points);

/** Says the same of many boxes: where three points are seen tells it of all, and a page has thousands of letters. */
function placing(pdfium: Pdfium, page: number): (points: Box) => Box {
  const [start, across, up] = [
    onScreen(pdfium, page, 0, 0),
    onScreen(pdfium, page, FAR, 0),
    onScreen(pdfium, page, 0, FAR),
  ];
  const at = (x: number, y: number) => ({
    x: start.x + ((across.x - start.x) * x + (up.x - start.x) * y) / FAR,
    y: start.y + ((across.y - start.y) * x + (up.y - start.y) * y) / FAR,
  });
  return ({ left, top, right, bottom }) => {
    const [one, other] = [at(left, top), at(right, bottom)];
    // A rotated page turns the corners round: the left one may come out at the right.
    return {
      left: Math.min(one.x, other.x),
      top: Math.min(one.y, other.y),
      right: Math.max(one.x, other.x),
      bottom: Math.max(one.y, other.y),
    };
  };
}

function onScreen(pdfium: Pdfium, page: number, x: number, y: number): { x: number; y: number } {
  return withMemory(pdfium, 8, (room) => {
    pdfium.FPDF_PageToDevice(page, 0, 0, SCREEN, SCREEN, 0, x, y, room, room + 4);
    const memory = memoryOf(pdfium);
    return { x: memory.getInt32(room, true) / SCREEN, y: memory.getInt32(room + 4, true) / SCREEN };
  });
}
