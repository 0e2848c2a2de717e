import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pdfFile } from "../../../packages/book/fixtures/pdf-file.ts";
import { owner } from "./member.ts";
import { pdfOf } from "./pdf.ts";
import { END, expectPicture, where } from "./reader.ts";
import { type Visit, visit } from "./visit.ts";

const TEXT = "BT /F 24 Tf 40 500 Td (Chapter one) Tj ET";
const page = (more: string) =>
  `<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Resources<</Font<</F 6 0 R>>>>/Contents 7 0 R${more}>>`;

/** Three pages, a table of contents, and on the second a link to the third and one elsewhere. */
const PDF = pdfFile([
  "<</Type/Catalog/Pages 2 0 R/Outlines 8 0 R>>",
  "<</Type/Pages/Count 3/Kids[3 0 R 4 0 R 5 0 R]>>",
  page(""),
  page("/Annots[11 0 R 12 0 R]"),
  page(""),
  "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  `<</Length ${TEXT.length}>>stream\n${TEXT}\nendstream`,
  "<</First 9 0 R/Last 10 0 R>>",
  "<</Title(Beginning)/Parent 8 0 R/Next 10 0 R/Dest[4 0 R/Fit]>>",
  "<</Title(End)/Parent 8 0 R/Prev 9 0 R/Dest[5 0 R/Fit]>>",
  "<</Type/Annot/Subtype/Link/Rect[40 100 200 150]/Dest[5 0 R/Fit]>>",
  "<</Type/Annot/Subtype/Link/Rect[40 200 200 250]/A<</S/URI/URI(https://example.org/)>>>>",
]);

let browser: Visit;
let reader: Page;
beforeAll(async () => {
  browser = await visit();
  reader = await owner(browser, { name: "contents.pdf", mimeType: "application/pdf", buffer: PDF });
  await reader.getByRole("button", { name: "One page" }).click();
});
afterAll(() => browser?.end());

const stands = (number: number) => where(reader).getByText(`Page ${number} of 3`, { exact: true }).waitFor();

test("the PDF's table of contents leads to its pages", async () => {
  await reader.getByRole("button", { name: "Contents" }).click();
  await reader.getByRole("button", { name: "Beginning 2" }).click();
  await stands(2);
});

test("links lead to pages, and elsewhere only in a tab that knows nothing of this one", async () => {
  await expectPicture(reader, 2);
  const elsewhere = reader.locator('[data-page="2"] a[href^="https:"]');
  expect(await elsewhere.getAttribute("href")).toBe("https://example.org/");
  expect(await elsewhere.getAttribute("rel")).toBe("noopener noreferrer");
  await reader.locator('[data-page="2"] a[href="?page=3"]').click();
  await stands(3);
  await reader.goBack();
  await stands(2);
});

test("text is selected by the mouse, and turns no page", async () => {
  await expectPicture(reader, 2);
  const [from, to] = ["Chapter", "one"].map((word) => reader.locator('[data-page="2"] [data-word]', { hasText: word }));
  const [start, end] = [await from?.boundingBox(), await to?.boundingBox()];
  const picture = await reader.locator('[data-page="2"] img').first().boundingBox();
  if (!start || !end || !picture) throw new Error("The page has no words");
  // Where the word stands on the picture: at 40 of its 400 points.
  expect((start.x - picture.x) / picture.width).toBeCloseTo(0.1, 1);
  await reader.mouse.move(start.x + 1, start.y + start.height / 2);
  await reader.mouse.down();
  await reader.mouse.move(end.x + end.width - 1, end.y + end.height / 2, { steps: 5 });
  await reader.mouse.up();
  expect(await reader.evaluate(() => String(getSelection()).trim())).toBe("Chapter one");
  await stands(2);
});

test("all pages are shown small, and lead to each", async () => {
  await reader.getByRole("button", { name: "All pages" }).click();
  const small = reader.getByRole("button", { name: "Page 1" }).locator("img");
  await expect.poll(() => small.evaluate((image: HTMLImageElement) => image.naturalWidth), END).toBe(240);
  await reader.getByRole("button", { name: "Page 1" }).click();
  await stands(1);
});

test("a page that is looked at closer is drawn larger", async () => {
  await expectPicture(reader, 1);
  await reader.keyboard.press("+");
  const closer = reader.locator('[data-page="1"] img[data-closer]');
  await expect.poll(() => closer.evaluateAll(([image]) => (image as HTMLImageElement)?.naturalWidth), END).toBe(2400);
});

test("a book that begins at its right turns to the left, cover first", async () => {
  const leaf = { width: 300, height: 400, text: "page" };
  const pdf = pdfOf("right.pdf", [leaf, leaf, leaf, leaf, leaf], "/ViewerPreferences<</Direction/R2L>>");
  const right = await owner(browser, pdf);
  await expectPicture(right, 1);
  await right.keyboard.press("ArrowLeft");
  await where(right).getByText("Pages 2–3 of 5", { exact: true }).waitFor();
  await expectPicture(right, 3);
  const left = async (number: number) => (await right.locator(`[data-page="${number}"] img`).boundingBox())?.x ?? 0;
  expect(await left(3)).toBeLessThan(await left(2));
  await right.mouse.click((await left(3)) + 30, 500);
  await where(right).getByText("Pages 4–5 of 5", { exact: true }).waitFor();
  await right.keyboard.press("Home");
  await where(right).getByText("Page 1 of 5", { exact: true }).waitFor();
});

test("no page complained", () => {
  expect(browser.complaints).toEqual([]);
});
