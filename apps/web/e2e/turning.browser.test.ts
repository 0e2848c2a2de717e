import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectPicture, firstSample, where } from "./reader.ts";
import { PHONE, swipe } from "./touch.ts";
import { type Visit, visit } from "./visit.ts";

let browser: Visit;
let book: string;
beforeAll(async () => {
  browser = await visit();
  book = await firstSample(await browser.stranger());
});
afterAll(() => browser?.end());

/** Waits until the book says that it stands on this page and lies still. */
async function expectPage(page: Page, number: number): Promise<void> {
  await where(page)
    .getByText(new RegExp(`^Page ${number} of \\d+$`))
    .waitFor();
  await expectPicture(page, number);
}

describe("on a phone", () => {
  let page: Page;
  beforeAll(async () => {
    page = await browser.stranger(PHONE);
    await page.goto(book);
    await expectPage(page, 1);
  });

  // From page to page: each swipe begins where the one before has ended.
  test.each([
    [350, 20, 0, 2],
    [350, 20, 600, 3],
    // Within the left two fifths, where a tap would turn back.
    [140, 60, 600, 4],
    [40, 350, 600, 3],
    [60, 140, 0, 2],
  ])("a swipe from %i to %i that rests for %i ms comes to page %i", async (from, to, rest, number) => {
    await swipe(page, from, to, rest);
    await expectPage(page, number);
  });

  test("a tap on the right turns forward, and one on the left back", async () => {
    await page.touchscreen.tap(330, 422);
    await expectPage(page, 3);
    await page.touchscreen.tap(60, 422);
    await expectPage(page, 2);
  });
});

test("a mouse pulls the right page over to the left", async () => {
  const page = await browser.stranger();
  await page.goto(book);
  await expectPicture(page, 1);
  await page.mouse.move(620, 400);
  await page.mouse.down();
  await page.mouse.move(400, 420, { steps: 5 });
  await page.mouse.up();
  await where(page)
    .getByText(/^Pages 2–3 of \d+$/)
    .waitFor();
  await expectPicture(page, 3);
});

test("who wants no movement turns pages all the same", async () => {
  const page = await browser.stranger({ ...PHONE, reducedMotion: "reduce" });
  await page.goto(book);
  await expectPage(page, 1);
  await swipe(page, 350, 20, 300);
  await expectPage(page, 2);
  await page.touchscreen.tap(330, 422);
  await expectPage(page, 3);
});

test("no page complained", () => {
  expect(browser.complaints).toEqual([]);
});
