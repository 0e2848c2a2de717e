import { PDFBool, PDFDocument, PDFName } from "pdf-lib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { annotated, WITH_APPEARANCE } from "../fixtures/annotated.ts";
import { type BookPage, readBook } from "./book.ts";

async function onlyPage(pdf: Uint8Array): Promise<BookPage> {
  const [page] = await Array.fromAsync(readBook(pdf));
  if (!page) throw new Error("no page was made");
  return page;
}

const texts = async (pdf: Uint8Array) => (await onlyPage(pdf)).words.map(({ text }) => text);

type Box = { x: number; y: number; width: number; height: number };

/** How dark, from 0 to 255, the darkest channel gets in a box, in points from the top left of a page 400 points wide. */
async function darkest({ image, width }: BookPage, box: Box): Promise<number> {
  const [left = 0, top = 0, across = 0, down = 0] = [box.x, box.y, box.width, box.height].map((points) =>
    Math.round((points * width) / 400),
  );
  const part = await sharp(image).extract({ left, top, width: across, height: down }).png().toBuffer();
  return 255 - Math.min(...(await sharp(part).stats()).channels.map(({ min }) => min));
}

// Every test starts a process.
describe("a filled form", { timeout: 30_000 }, () => {
  const BOX = { width: 20, height: 20, borderWidth: 0 };

  async function form(): Promise<PDFDocument> {
    const pdf = await PDFDocument.create();
    const page = pdf.addPage([400, 400]);
    const fields = pdf.getForm();
    const name = fields.createTextField("name");
    name.setText("Ada Lovelace");
    name.addToPage(page, { x: 100, y: 340, width: 200, height: 20 });
    const country = fields.createDropdown("country");
    country.setOptions(["Norway", "Chile"]);
    country.select("Chile");
    country.addToPage(page, { x: 100, y: 300, width: 200, height: 20 });
    const [ticked, open] = ["ticked", "open"].map((field) => fields.createCheckBox(field));
    ticked?.addToPage(page, { x: 100, y: 200, ...BOX });
    ticked?.check();
    open?.addToPage(page, { x: 200, y: 200, ...BOX });
    return pdf;
  }

  test("says what was typed and chosen, where it stands", async () => {
    const { words } = await onlyPage(await (await form()).save());
    expect(words.map(({ text }) => text)).toEqual(["Ada", "Lovelace", "Chile"]);
    const [ada] = words;
    expect(ada?.x).toBeCloseTo(0.25, 1);
    expect(ada?.y).toBeCloseTo(0.11, 1);
  });

  test("says it also where whoever filled it in has left the drawing to the reader", async () => {
    const pdf = await PDFDocument.load(await (await form()).save());
    const fields = pdf.getForm();
    for (const field of [fields.getTextField("name"), fields.getDropdown("country")]) {
      for (const widget of field.acroField.getWidgets()) widget.dict.delete(PDFName.of("AP"));
    }
    fields.acroForm.dict.set(PDFName.of("NeedAppearances"), PDFBool.True);
    const page = await onlyPage(await pdf.save({ updateFieldAppearances: false }));
    expect(page.words.map(({ text }) => text)).toEqual(["Ada", "Lovelace", "Chile"]);
    expect(await darkest(page, { x: 101, y: 41, width: 100, height: 18 })).toBeGreaterThan(200);
  });

  test("shows which boxes are ticked, and what was typed", async () => {
    const page = await onlyPage(await (await form()).save());
    const inner = { width: 12, height: 12 };
    expect(await darkest(page, { x: 104, y: 184, ...inner })).toBeGreaterThan(200);
    expect(await darkest(page, { x: 204, y: 184, ...inner })).toBeLessThan(50);
    expect(await darkest(page, { x: 101, y: 41, width: 100, height: 18 })).toBeGreaterThan(200);
  });
});

describe("an annotation", { timeout: 30_000 }, () => {
  const RECT = "/Rect[100 300 200 340]/C[0 0 0]";
  const QUADS = "/QuadPoints[100 340 200 340 100 300 200 300]";

  test.each([
    ["typed on the page", `/Subtype/FreeText${RECT}/Contents(typed)/DA(/Helv 12 Tf 0 g)`],
    ["that marks words", `/Subtype/Highlight${RECT}${QUADS}`],
    ["that underlines words", `/Subtype/Underline${RECT}${QUADS}`],
    ["that strikes words", `/Subtype/StrikeOut${RECT}${QUADS}`],
    ["that doubts words", `/Subtype/Squiggly${RECT}${QUADS}`],
    ["that is a square", `/Subtype/Square${RECT}`],
    ["that is a circle", `/Subtype/Circle${RECT}`],
    ["that is a line", `/Subtype/Line${RECT}/L[100 300 200 340]`],
    ["that is a polygon", `/Subtype/Polygon${RECT}/Vertices[100 300 200 300 150 340]`],
    ["that is a line with corners", `/Subtype/PolyLine${RECT}/Vertices[100 300 150 340 200 300]`],
    ["drawn by hand", `/Subtype/Ink${RECT}/InkList[[100 300 150 340 200 300]]`],
    ["that is a note", `/Subtype/Text${RECT}/Contents(note)`],
    ["that is a stamp", `/Subtype/Stamp${RECT}${WITH_APPEARANCE}`],
  ])("%s is drawn", async (_, annotation) => {
    const page = await onlyPage(annotated(annotation));
    expect(await darkest(page, { x: 98, y: 58, width: 104, height: 44 })).toBeGreaterThan(150);
  });

  test("is read: what is typed on the page, what a stamp says, and a note that only shows as an icon", async () => {
    const pdf = annotated(
      `/Subtype/FreeText${RECT}/Contents(typed here)/DA(/Helv 12 Tf 0 g)`,
      `/Subtype/Stamp/Rect[100 200 260 220]${WITH_APPEARANCE}`,
      "/Subtype/Text/Rect[300 100 320 120]/Contents(ask Grace)",
    );
    expect(await texts(pdf)).toEqual(["typed", "here", "appearance", "ask", "Grace"]);
    const grace = (await onlyPage(pdf)).words.at(-1);
    expect(grace).toEqual({ text: "Grace", x: 0.75, y: 0.7, width: 0.05, height: 0.05 });
  });

  test.each([
    ["hidden", 2],
    ["not for screens", 32],
  ])("that is %s is neither drawn nor read", async (_, flag) => {
    const note = "/Subtype/Text/Rect[100 100 120 120]/Contents(secret)";
    const hidden = [`/Subtype/Stamp${RECT}${WITH_APPEARANCE}/F ${flag}`, `${note}/F ${flag}`];
    const page = await onlyPage(annotated(...hidden, `/Subtype/Stamp/Rect[100 200 260 220]${WITH_APPEARANCE}`));
    expect(page.words.map(({ text }) => text)).toEqual(["appearance"]);
    expect(await darkest(page, { x: 98, y: 58, width: 104, height: 44 })).toBeLessThan(20);
  });
});
