import { readFile } from "node:fs/promises";
import { PDFDocument } from "pdf-lib";
import { beforeAll, expect, test } from "vitest";
import { cutAt, flipped, numbers, shuffled, twisted } from "../fixtures/damage.ts";
import { encrypted, type Passwords } from "../fixtures/encrypted.ts";
import { DEFAULT_LIMITS, readBook } from "./book.ts";
import { openDocument } from "./document.ts";
import { BookFailure } from "./failure.ts";
import { loadPdfium, type Pdfium } from "./pdfium.ts";

const sample = await readFile(new URL("../fixtures/sample.pdf", import.meta.url));
const COPIES = 70;
const LOCKED = 15;
const LEVELS = 50;
const WIDTH = 40;

let pdfium: Pdfium;
beforeAll(async () => {
  pdfium = await loadPdfium();
});

/** Whether somebody is told what is wrong with their file; not that the machine was. */
const isStated = (error: unknown): error is BookFailure => error instanceof BookFailure && error.isOwnFault;

/** How many pages a file has, or why it is no book, as the process that draws finds it; small, and in this process. */
async function drawn(pdf: Uint8Array): Promise<number | string> {
  try {
    const document = openDocument(pdfium, pdf);
    for (let page = 1; page <= document.pageCount; page++) document.draw(page, WIDTH);
    return document.pageCount;
  } catch (error) {
    if (isStated(error)) return error.code;
    // It would have ended the process that draws, so that is what has to be told; this PDFium is done for.
    pdfium = await loadPdfium();
    return read(pdf);
  }
}

/** The same by the whole way, in a process of its own. */
async function read(pdf: Uint8Array): Promise<number | string> {
  let pages = 0;
  try {
    for await (const _ of readBook(pdf, { ...DEFAULT_LIMITS, pageSeconds: 2 })) pages++;
    return pages;
  } catch (error) {
    if (isStated(error)) return error.code;
    throw error;
  }
}

/** What becomes of as many copies, each damaged in another way. */
async function ends(damage: (turn: number) => Uint8Array | Promise<Uint8Array>, copies = COPIES) {
  const all: (number | string)[] = [];
  for (let turn = 0; turn < copies; turn++) all.push(await drawn(await damage(turn)));
  return all;
}

/** A page that is drawn with another file's first page in its middle. */
async function nested(pdf: Uint8Array): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const [inner] = await document.embedPdf(pdf);
  if (inner) document.addPage([inner.width + 9, inner.height + 9]).drawPage(inner, { x: 4, y: 4 });
  return document.save();
}

const locked = (passwords: Passwords, turn: number) => encrypted(sample, passwords, numbers(2000 + turn));

test(`claim 45: a real file that is cut, at ${COPIES} places, is told to be broken`, async () => {
  const cut = await ends((turn) => cutAt(sample, (turn + 1) / (COPIES + 1)));
  expect(new Set(cut)).toEqual(new Set(["broken"]));
});

test.each([
  ["with up to 208 bits turned over", (turn: number) => flipped(sample, 1 + turn * 3, numbers(turn))],
  ["with a piece of it in another place", (turn: number) => shuffled(sample, numbers(1000 + turn))],
])(`claim 45: a real file %s, ${COPIES} times, becomes a book or a stated failure`, async (_, damage) => {
  const all = await ends(damage);
  expect(all).not.toContain(0);
  // Some are hurt where it does not show, some where it does.
  expect(all).toEqual(expect.arrayContaining([10, "broken"]));
});

test(`claim 45: a real file that only who knows its password can read is told to be so, ${LOCKED} times`, async () => {
  const all = await ends((turn) => locked({ user: `secret ${turn}`, owner: "other" }, turn), LOCKED);
  expect(new Set(all)).toEqual(new Set(["encrypted"]));
});

test(`claim 45: a real file that is encrypted, and opens without a password, becomes a book, ${LOCKED} times`, async () => {
  const all = await ends((turn) => locked({ user: "", owner: "other" }, turn), LOCKED);
  expect(new Set(all)).toEqual(new Set([10]));
});

test(`claim 45: the same with bits turned over becomes a book or a stated failure, ${LOCKED} times`, async () => {
  const hurt = async (turn: number) =>
    flipped(await locked({ user: "", owner: "other" }, turn), 9 * turn, numbers(turn));
  expect(await ends(hurt, LOCKED)).not.toContain(0);
});

test(`claim 45: a real page in a page in a page, up to ${LEVELS} times, becomes a book`, async () => {
  let pdf: Uint8Array = sample;
  const all = await ends(async () => {
    pdf = await nested(pdf);
    return pdf;
  }, LEVELS);
  expect(new Set(all)).toEqual(new Set([1]));
});

test.each(Object.entries(twisted))("claim 45: %s becomes a book or a stated failure", async (_, pdf) => {
  expect(await read(pdf)).not.toBe(0);
});
