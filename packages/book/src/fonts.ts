import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Pdfium } from "./pdfium.ts";

/** Of each kind of letters, as Windows numbers them, the package that has a font for it, and the font's file there. */
const FONTS = new Map<number, readonly [name: string, file: string]>([
  [128, ["@embedpdf/fonts-jp", "NotoSansJP-Regular.otf"]],
  [129, ["@embedpdf/fonts-kr", "NotoSansKR-Regular.otf"]],
  // Chinese, as it is written in the People's Republic and elsewhere: this one has the letters of both.
  [134, ["@embedpdf/fonts-sc", "NotoSansHans-Regular.otf"]],
  [136, ["@embedpdf/fonts-sc", "NotoSansHans-Regular.otf"]],
]);

// What PDFium asks a host for its fonts by (FPDF_SYSFONTINFO): the first of its two versions, and eight functions.
const VERSION = 1;
const BYTES = 36;

const DIRECTORY = 12;
const ENTRY = 16;

/**
 * Has fonts ready for what a PDF writes in Chinese, Japanese or Korean without bringing the font along, as many do: PDFium has
 * Latin ones of its own, and leaves all else blank. A file is read when a page needs it.
 *
 * @param pdfium before it opens a document
 */
export function offerFonts(pdfium: Pdfium): void {
  const { addFunction } = pdfium.pdfium;
  const nothing = (signature: string) => addFunction(() => 0, signature);
  const functions = [
    nothing("vi"),
    nothing("vii"),
    addFunction(
      (_: number, __: number, ___: number, charset: number) => (FONTS.has(charset) ? charset : 0),
      "iiiiiiii",
    ),
    nothing("iii"),
    addFunction(
      (_: number, charset: number, table: number, to: number, room: number) =>
        copied(pdfium, part(fontOf(charset), table >>> 0), to, room),
      "iiiiii",
    ),
    nothing("iiiii"),
    addFunction((_: number, charset: number) => charset, "iii"),
    nothing("vii"),
  ];
  const info = pdfium.pdfium.wasmExports.malloc(BYTES);
  const words = new Uint32Array([VERSION, ...functions]);
  pdfium.pdfium.HEAPU8.set(new Uint8Array(words.buffer), info);
  pdfium.FPDF_SetSystemFontInfo(info);
}

const read = new Map<string, Buffer>();

function fontOf(charset: number): Buffer {
  const [name, file] = FONTS.get(charset) ?? [];
  if (name === undefined || file === undefined) return Buffer.alloc(0);
  // By its file: both ways of writing Chinese have the same one.
  let font = read.get(file);
  if (!font) {
    const main = createRequire(import.meta.url).resolve(name);
    font = readFileSync(new URL(`../fonts/${file}`, `file://${main}`));
    read.set(file, font);
  }
  return font;
}

/** A table of a font by its name, as a number; 0 is all of the font. */
function part(font: Buffer, table: number): Uint8Array {
  if (table === 0) return font;
  const count = font.length < DIRECTORY ? 0 : font.readUInt16BE(4);
  const entries = Array.from({ length: count }, (_, index) => DIRECTORY + ENTRY * index);
  const entry = entries.find((at) => font.readUInt32BE(at) === table);
  if (entry === undefined) return new Uint8Array();
  const start = font.readUInt32BE(entry + 8);
  return font.subarray(start, start + font.readUInt32BE(entry + 12));
}

/** Says how long it is, and copies it where there is room. */
function copied({ pdfium }: Pdfium, bytes: Uint8Array, to: number, room: number): number {
  if (to && room >= bytes.length) pdfium.HEAPU8.set(bytes, to);
  return bytes.length;
}
