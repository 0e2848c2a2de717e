import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { END, expectPicture, firstSample, where } from "./reader.ts";
import { type Visit, visit } from "./visit.ts";

let browser: Visit;
let page: Page;
let book: string;
beforeAll(async () => {
  browser = await visit();
  page = await browser.stranger();
  book = await firstSample(page);
});
afterAll(() => browser?.end());

/** Waits until the book stands at these pages, and its address says so. */
async function expectPlace(pages: string, search: string): Promise<void> {
  await where(page).getByText(`${pages} of 10`, { exact: true }).waitFor();
  await expect.poll(() => new URL(page.url()).search, END).toBe(search);
}

async function goTo(typed: string): Promise<void> {
  await page.getByLabel("Go to page").fill(typed);
  await page.keyboard.press("Enter");
}

test("an address with a page opens the book there, and says another while pages are turned", async () => {
  await page.goto(`${book}?page=5`);
  await expectPlace("Pages 4–5", "?page=5");
  await expectPicture(page, 5);
  await page.keyboard.press("ArrowRight");
  await expectPlace("Pages 6–7", "?page=6");
});

test("Back and Forward follow jumps, and pass over pages that were turned", async () => {
  await goTo("9");
  await expectPlace("Pages 8–9", "?page=9");
  await page.goBack();
  await expectPlace("Pages 6–7", "?page=6");
  await page.goForward();
  await expectPlace("Pages 8–9", "?page=9");
  await page.goBack();
});

test("who comes back goes on where they left off", async () => {
  await page.goto("/");
  await page.goto(book);
  await expectPlace("Pages 6–7", "?page=6");
});

test("a page that there is not is said, typed or in the address", async () => {
  await goTo("99");
  await page.getByText("There is no page 99: this book has 10 pages.").waitFor();
  await expectPlace("Pages 6–7", "?page=6");
  await page.goto(`${book}?page=0`);
  await page.getByText("There is no page 0: this book has 10 pages.").waitFor();
});

test("no page complained", () => {
  expect(browser.complaints).toEqual([]);
});
