import { readFile } from "node:fs/promises";
import { textOf } from "@flipdocs/contract";
import { degrees, PDFDocument } from "pdf-lib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { pdfFile } from "../fixtures/pdf-file.ts";
import { textPdf } from "../fixtures/text-pdf.ts";
import { type BookPage, DEFAULT_LIMITS, type Limits, readBook } from "./book.ts";
import { BookFailure } from "./failure.ts";
import { startRenderer } from "./renderer.ts";

const sample = await readFile(new URL("../fixtures/sample.pdf", import.meta.url));
const read = (pdf: Uint8Array, limits: Partial<Limits> = {}): Promise<BookPage[]> =>
  Array.fromAsync(readBook(pdf, { ...DEFAULT_LIMITS, ...limits }));
const failure = (code: string, isOwnFault = true) => expect.objectContaining({ name: "BookFailure", code, isOwnFault });

// Every test starts a process or two.
describe("a sound PDF", { timeout: 30_000 }, () => {
  test("becomes pages in order, each a JPEG of reader width", async () => {
    const pages = await read(sample);
    expect(pages.map((page) => page.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const { image, width, height } of pages) {
      expect(await sharp(image).metadata()).toMatchObject({ format: "jpeg", width, height });
      expect(width).toBe(1200);
    }
  });

  test.each([
    [{ from: 1, most: 4 }, [1, 2, 3, 4]],
    [{ from: 5, most: 4 }, [5, 6, 7, 8]],
    [{ from: 9, most: 4 }, [9, 10]],
  ])("comes in portions: %o is %j", async (portion, numbers) => {
    const pages = await Array.fromAsync(readBook(sample, DEFAULT_LIMITS, portion));
    expect(pages.map(({ number, pageCount }) => [number, pageCount])).toEqual(numbers.map((number) => [number, 10]));
  });

  test("comes with a small picture for a shelf, and with what it calls itself", async () => {
    const pdf = await PDFDocument.create();
    pdf.addPage([300, 900]);
    pdf.addPage([300, 300]);
    pdf.setTitle("Größe 漢");
    const [first, second] = await read(await pdf.save());
    expect(first?.front?.title).toBe("Größe 漢");
    const cover = await sharp(first?.front?.cover).metadata();
    expect(cover).toMatchObject({ format: "webp", width: 400, height: 533 });
    expect(second?.front).toBeUndefined();
  });

  test("is as white as its paper to its edges, where nothing is", async () => {
    const [page] = await read(textPdf([{ width: 300, height: 400, text: "A word in the middle" }]));
    const top = await sharp(page?.image).extract({ left: 0, top: 0, width: 1200, height: 80 }).raw().toBuffer();
    expect(new Set(top)).toEqual(new Set([255]));
  });

  test.each([undefined, "x".repeat(1100)])("has no title where it calls itself %j", async (title) => {
    const [page] = await read(
      pdfFile(
        [
          "<</Type/Catalog/Pages 2 0 R>>",
          "<</Type/Pages/Count 1/Kids[3 0 R]>>",
          "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        ],
        title,
      ),
    );
    expect(page?.front?.title).toBe("");
  });

  test("gives every word where it stands", async () => {
    const [cover] = await read(sample);
    const title = cover?.words[0];
    expect(title?.text).toBe("FlipDocs");
    // The cover's title is centred, in the upper quarter.
    expect(title && title.x + title.width / 2).toBeCloseTo(0.5, 1);
    expect(title?.y).toBeLessThan(0.25);
  });

  test("says which word goes on in the next line", async () => {
    const pdf = await PDFDocument.create();
    const page = pdf.addPage([300, 300]);
    for (const [line, text] of ["the light-", "house and a well-known", "shore"].entries()) {
      page.drawText(text, { x: 10, y: 250 - 15 * line, size: 12 });
    }
    const [read] = await Array.fromAsync(readBook(await pdf.save()));
    expect(textOf(read?.words ?? [])).toBe("the lighthouse and a well-known shore");
  });

  test("keeps boxes on the words of a page that is turned", async () => {
    const pdf = await PDFDocument.create();
    const page = pdf.addPage([300, 600]);
    page.drawText("corner", { x: 10, y: 580, size: 12 });
    page.setRotation(degrees(90));
    const [turned] = await read(await pdf.save());
    expect(turned && turned.width > turned.height).toBe(true);
    expect(turned?.words[0]?.x).toBeGreaterThan(0.9);
  });

  test("takes no more memory for forty pages than three quarters of what it may", async () => {
    const text = "a line of a page and ".repeat(40);
    const pdf = textPdf(Array.from({ length: 40 }, () => ({ width: 595, height: 842, text })));
    expect(await read(pdf, { memoryBytes: (DEFAULT_LIMITS.memoryBytes / 4) * 3 })).toHaveLength(40);
  });

  test("may be as long as a scroll", async () => {
    const pdf = await PDFDocument.create();
    pdf.addPage([100, 14_000]);
    const [scroll] = await read(await pdf.save());
    expect(scroll?.height).toBeLessThanOrEqual(4801);
  });
});

const encrypted = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<${"ab".repeat(32)}>/U<${"cd".repeat(32)}>>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>
%%EOF`;

describe("a PDF that cannot become a book says why", { timeout: 30_000 }, () => {
  test.each([
    ["is HTML", "broken", "<!doctype html><title>404</title>"],
    ["is garbage", "broken", "%PDF-1.7 and then nothing of the kind"],
    ["is empty", "broken", ""],
    ["wants a password", "encrypted", encrypted],
  ])("when it %s", async (_, code, text) => {
    await expect(read(Buffer.from(text))).rejects.toEqual(failure(code));
  });

  test("when it has no pages", async () => {
    const pdf = await PDFDocument.create();
    await expect(read(await pdf.save({ addDefaultPage: false }))).rejects.toEqual(failure("empty"));
  });

  test("when it was cut off", async () => {
    await expect(read(sample.subarray(0, 2000))).rejects.toEqual(failure("broken"));
  });

  test.each([
    ["has too many bytes", "too-large", { pdfBytes: 100 }],
    ["has too many pages", "too-large", { pages: 9 }],
    ["takes too long", "too-slow", { pageSeconds: 0.001 }],
    ["takes too much memory", "too-hungry", { memoryBytes: 1 }],
  ])("when it %s", async (_, code, limits) => {
    await expect(read(sample, limits)).rejects.toEqual(failure(code));
  });

  test("and of one that is too large, how large it may be", () => {
    expect(new BookFailure("too-large", "2001 pages").forPeople).toContain("up to 32 MB and 2,000 pages");
  });

  test("when the machine is too busy, which is not the file's fault", async () => {
    await expect(read(sample, { patienceSeconds: 0.001 })).rejects.toEqual(failure("late", false));
  });
});

test("a process that is killed is our failure, not the file's, and not the end of its parent", {
  timeout: 30_000,
}, async () => {
  const renderer = startRenderer(sample, DEFAULT_LIMITS, { from: 1, most: 10 });
  renderer.end();
  expect(await renderer.reasonForEnd()).toEqual(failure("killed", false));
});
