import type { Contents, PageLink, Word } from "@flipdocs/contract";
import { PDF_LIMITS } from "@flipdocs/contract/limits";
import { BookFailure, type FailureCode } from "./failure.ts";
import { decodeFrames, type Frame } from "./frames.ts";
import { type Portion, type RendererLimits, startRenderer } from "./renderer.ts";

/** What comes with the first page: what the PDF says of itself, and a small picture (WebP) for a shelf. */
export type Front = Contents & { title: string; cover: Uint8Array };

/** A page of a book: an image (JPEG), its size in pixels, and the words and links with their boxes. */
export type BookPage = {
  number: number;
  pageCount: number;
  width: number;
  height: number;
  image: Uint8Array;
  words: Word[];
  links: PageLink[];
  front?: Front;
};

/** What one book may take. */
export type Limits = RendererLimits & { pdfBytes: number };

const MEBIBYTE = 1024 * 1024;

/** The contract's bytes and pages; for a page 20 seconds of the processor or 120 by the clock, 384 MiB of memory. */
export const DEFAULT_LIMITS: Limits = {
  pdfBytes: PDF_LIMITS.bytes,
  pages: PDF_LIMITS.pages,
  pageSeconds: 20,
  patienceSeconds: 120,
  memoryBytes: 384 * MEBIBYTE,
};

const ALL: Portion = { from: 1, most: Number.MAX_SAFE_INTEGER };

type Page = Omit<BookPage, "image" | "front">;
type Header = Page | (Page & Omit<Front, "cover"> & { coverBytes: number }) | { failure: FailureCode; detail: string };

/**
 * Turns a PDF into pages, one at a time, in a process of its own. A long book is best made in portions: what the
 * process takes grows a little with each page.
 *
 * @param pdf the file's bytes
 * @param limits what it may take; the defaults fit a container of 512 MiB
 * @param portion which pages; all of them by default
 * @returns the pages, first page first; leaving the loop early ends the process
 * @throws BookFailure when the PDF cannot become a book
 */
export async function* readBook(
  pdf: Uint8Array,
  limits: Limits = DEFAULT_LIMITS,
  portion: Portion = ALL,
): AsyncGenerator<BookPage> {
  if (pdf.length > limits.pdfBytes) throw new BookFailure("too-large", `${pdf.length} bytes`);
  const renderer = startRenderer(pdf, limits, portion);
  let seen = 0;
  try {
    const frames = decodeFrames(renderer.output);
    for (let next = await renderer.inTime(frames.next()); !next.done; next = await renderer.inTime(frames.next())) {
      const page = toPage(next.value);
      renderer.nextPage();
      yield page;
      if (++seen === portion.most || page.number === page.pageCount) return;
    }
    throw await renderer.reasonForEnd();
  } finally {
    renderer.end();
  }
}

function toPage({ header, body }: Frame): BookPage {
  // Both ends of the pipe are this package's, built together.
  const told = header as Header;
  if ("failure" in told) throw new BookFailure(told.failure, told.detail);
  if (!("coverBytes" in told)) return { ...told, image: body };
  const { title, outline, direction, coverBytes, ...page } = told;
  const front = { title, outline, direction, cover: body.subarray(0, coverBytes) };
  return { ...page, image: body.subarray(coverBytes), front };
}
