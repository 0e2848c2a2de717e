import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { init, type WrappedPdfiumModule } from "@embedpdf/pdfium";

/** PDFium, compiled to WebAssembly. Its memory is replaced when it grows: read `HEAPU8` anew each time. */
export type Pdfium = WrappedPdfiumModule & { pdfium: { HEAPU8: Uint8Array } };

/**
 * Loads PDFium; about 100 ms.
 *
 * @returns PDFium, ready for documents
 */
export async function loadPdfium(): Promise<Pdfium> {
  const path = createRequire(import.meta.url).resolve("@embedpdf/pdfium/pdfium.wasm");
  // The package's types lean on Emscripten's, which it does not bring.
  const module: object = { wasmBinary: new Uint8Array(await readFile(path)).buffer };
  const pdfium = (await init(module)) as Pdfium;
  pdfium.PDFiumExt_Init();
  return pdfium;
}

/**
 * PDFium's memory, to read single numbers from. A copy of each would be thousands of buffers a page, and a busy machine
 * does not clear them away in time.
 *
 * @param pdfium whose memory
 * @returns a view of it, until PDFium is called again
 */
export function memoryOf({ pdfium: { HEAPU8 } }: Pdfium): DataView {
  if (view.buffer !== HEAPU8.buffer) view = new DataView(HEAPU8.buffer);
  return view;
}

let view: DataView<ArrayBufferLike> = new DataView(new ArrayBuffer(0));

/**
 * Lends memory of PDFium's for one call and takes it back.
 *
 * @param pdfium whose memory
 * @param bytes how many
 * @param use is given the address
 * @returns what `use` returns
 */
export function withMemory<T>(pdfium: Pdfium, bytes: number, use: (address: number) => T): T {
  const address = pdfium.pdfium.wasmExports.malloc(bytes);
  try {
    return use(address);
  } finally {
    pdfium.pdfium.wasmExports.free(address);
  }
}
