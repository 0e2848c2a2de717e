import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { owner } from "./member.ts";
import { pdfOf } from "./pdf.ts";
import { expectPicture } from "./reader.ts";
import { type Visit, visit } from "./visit.ts";

const PAGES = [
  { width: 400, height: 600, text: "cover" },
  { width: 800, height: 400, text: "across" },
  { width: 300, height: 300, text: "square" },
  { width: 400, height: 600, text: "upright" },
];

let browser: Visit;
let page: Page;
beforeAll(async () => {
  browser = await visit();
  page = await owner(browser, pdfOf("mixed.pdf", PAGES));
});
afterAll(() => browser?.end());

const ratioOf = (at: Locator): Promise<number> =>
  at.evaluate((element) => {
    const { width, height } = element.getBoundingClientRect();
    return width / height;
  });

test("pages of four shapes keep their own, alone and side by side", async () => {
  for (const [number, { width, height }] of PAGES.map((shape, index) => [index + 1, shape] as const)) {
    await page.getByLabel("Go to page").fill(String(number));
    await page.keyboard.press("Enter");
    await expectPicture(page, number);
    const picture = page.locator(`[data-page="${number}"] img`).first();
    expect(await ratioOf(picture)).toBeCloseTo(width / height, 1);
    const leaf = page.locator(`[data-page="${number}"]`).first();
    // Its leaf has the shape that most pages have.
    expect(await ratioOf(leaf)).toBeCloseTo(400 / 600, 1);
  }
});

test("what is found is marked on the page, not beside it", async () => {
  await page.getByLabel("Search in this book").fill("across");
  await page.getByRole("button", { name: /^Page 2\b/ }).click();
  await expectPicture(page, 2);
  const mark = page.locator('[data-page="2"] mark').first();
  await mark.waitFor();
  const picture = await page.locator('[data-page="2"] img').first().boundingBox();
  const box = await mark.boundingBox();
  // Drawn on the line in the middle of the page's height, from 20 of its 800 points on.
  expect(((box?.y ?? 0) + (box?.height ?? 0) - (picture?.y ?? 0)) / (picture?.height ?? 1)).toBeCloseTo(0.5, 1);
  expect(((box?.x ?? 0) - (picture?.x ?? 0)) / (picture?.width ?? 1)).toBeCloseTo(0.025, 1);
});

test("no page complained", () => {
  expect(browser.complaints).toEqual([]);
});
