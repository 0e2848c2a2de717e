// The process that draws one book: PDF on standard input, frames on standard output. It holds everything that can
// crash, hang or eat memory, so that its parent (book.ts) can simply end it.
import sharp from "sharp";
import { openDocument } from "./document.ts";
import { BookFailure } from "./failure.ts";
import { offerFonts } from "./fonts.ts";
import { encodeFrame } from "./frames.ts";
import { loadPdfium } from "./pdfium.ts";
import type { Portion } from "./renderer.ts";
import { toWords } from "./words.ts";

const WIDTH = 1200;
// Not progressive: that is a tenth smaller, and takes longer than all else that a page of text takes.
const QUALITY = 80;
// Ten times what the densest newspaper has. Whoever reads a page gets them all at once.
const MOST_WORDS = 20_000;
// As a shelf shows it: the top of the page, three to four.
const COVER = { width: 400, height: 533, fit: "cover", position: "top" } as const;

sharp.cache(false);
sharp.concurrency(1);

async function drawBook(pdf: Uint8Array, mostPages: number, { from, most, width: atWidth = WIDTH }: Portion) {
  const pdfium = await loadPdfium();
  offerFonts(pdfium);
  const document = openDocument(pdfium, pdf);
  const { pageCount } = document;
  if (pageCount > mostPages) throw new BookFailure("too-large", `${pageCount} pages, ${mostPages} are allowed`);
  for (let number = from; number <= Math.min(pageCount, from + most - 1); number++) {
    const { width, height, rgba, characters, links } = document.draw(number, atWidth);
    // Anew for each: a clone of it would copy all pixels, eight megabytes that a busy machine clears away late.
    const drawn = () => sharp(rgba, { raw: { width, height, channels: 4 } }).removeAlpha();
    const image = await drawn().jpeg({ quality: QUALITY }).toBuffer();
    const page = { number, pageCount, width, height, words: toWords(characters).slice(0, MOST_WORDS), links };
    if (number > 1 || atWidth !== WIDTH) await send(encodeFrame(page, image));
    else {
      const cover = await drawn().resize(COVER).webp({ quality: QUALITY }).toBuffer();
      const header = { ...page, title: document.title, ...document.contents(), coverBytes: cover.length };
      await send(encodeFrame(header, Buffer.concat([cover, image])));
    }
  }
}

const send = (bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => process.stdout.write(bytes, (error) => (error ? reject(error) : resolve())));

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

try {
  const [mostPages = 0, from = 1, most = 0, width = WIDTH] = process.argv.slice(2).map(Number);
  await drawBook(await readAll(process.stdin), mostPages, { from, most, width });
} catch (error) {
  if (!(error instanceof BookFailure)) throw error;
  await send(encodeFrame({ failure: error.code, detail: error.detail }));
}
