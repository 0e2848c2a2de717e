import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { owner } from "./member.ts";
import { pdfOf } from "./pdf.ts";
import { expectPicture } from "./reader.ts";
import { type Visit, visit } from "./visit.ts";

const SIZE = { width: 400, height: 600 };
const PAGES = Array.from({ length: 30 }, (_, index) => ({ ...SIZE, text: `Lake ${index + 1}, a lake` }));

let browser: Visit;
let page: Page;
beforeAll(async () => {
  browser = await visit();
  page = await owner(browser, pdfOf("lakes.pdf", PAGES));
});
afterAll(() => browser?.end());

const search = () => page.getByLabel("Search in this book");
const listed = () => page.getByRole("search").getByRole("button", { name: /^Page \d+/ });

test("the whole book is counted, and its pages are listed in portions", async () => {
  await search().fill("LÀKE");
  await page.getByText("60 places on 30 pages").waitFor();
  expect(await listed().count()).toBe(20);
  await page.getByRole("button", { name: "10 more pages" }).click();
  await page.getByRole("button", { name: /^Page 30\b/ }).waitFor();
  expect(await listed().count()).toBe(30);
});

test("a page that is not listed yet is marked all the same", async () => {
  await search().fill("lake");
  await page.getByRole("button", { name: "10 more pages" }).waitFor();
  await page.getByLabel("Go to page").fill("28");
  await page.keyboard.press("Enter");
  await expectPicture(page, 28);
  await page.locator('[data-page="28"] mark').nth(1).waitFor();
});

test("while an answer is awaited, none of before is shown", async () => {
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/\/search\?q=30/, async (route) => {
    await held;
    await route.continue();
  });
  await search().fill("30");
  await page.getByText("Searching…").waitFor();
  expect([await listed().count(), await page.locator("[data-page] mark").count()]).toEqual([0, 0]);
  answer();
  await page.getByText("1 place on 1 page").waitFor();
});

test("no page complained", () => {
  expect(browser.complaints).toEqual([]);
});
