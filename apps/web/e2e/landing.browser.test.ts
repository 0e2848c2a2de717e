import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { landing } from "./reader.ts";
import { type Visit, visit } from "./visit.ts";

let browser: Visit;
beforeAll(async () => {
  browser = await visit();
});
afterAll(() => browser?.end());

/** Opens the landing page with its book: where the API takes too long, a drawing is in its place. */
async function open(page: Page): Promise<void> {
  await landing(page);
  while ((await page.locator("[data-showpiece]").count()) === 0) await page.reload();
}

/** A page of the book that lies there open. */
const leaf = (page: Page, number: number) => page.locator(`[data-showpiece] [data-page="${number}"] img`);

test("the sample lies open, turns a leaf by itself, and then as it is told; nothing around it moves", async () => {
  const page = await browser.stranger();
  await open(page);
  await leaf(page, 4).waitFor();
  await leaf(page, 2).waitFor({ state: "hidden" });
  const shifts = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const entries = list.getEntries() as (PerformanceEntry & { value: number })[];
          resolve(entries.reduce((sum, { value }) => sum + value, 0));
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(0), 500);
      }),
  );
  expect(shifts).toBeLessThan(0.01);
  await page.getByRole("button", { name: "Turn back" }).click();
  await leaf(page, 3).waitFor();
  await page.getByRole("button", { name: "Turn on" }).click();
  await leaf(page, 5).waitFor();
  expect(await leaf(page, 4).evaluate((image: HTMLImageElement) => image.currentSrc)).toMatch(/\?width=(240|600)$/);
});

test("who wants no movement turns it all the same", async () => {
  const page = await browser.stranger({ reducedMotion: "reduce" });
  await open(page);
  await page.getByRole("button", { name: "Turn on" }).click();
  await leaf(page, 4).waitFor();
});

test("without scripts it is a picture, with a way to the book", async () => {
  const page = await browser.stranger({ javaScriptEnabled: false });
  await open(page);
  const still = page.getByAltText("Page 2", { exact: true });
  await expect
    .poll(() => still.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0))
    .toBe(true);
  await page.getByRole("link", { name: "Read the sample" }).click();
  await page.getByAltText("Page 10", { exact: true }).waitFor();
});

test("icons, manifest and the picture for where it is pasted are there, and a page that is not says so in its title", async () => {
  const page = await browser.stranger();
  await open(page);
  const picture = (await page.locator('meta[property="og:image"]').getAttribute("content")) ?? "";
  const manifest = (await page.locator('link[rel="manifest"]').getAttribute("href")) ?? "";
  const kinds = await Promise.all(
    ["/favicon.ico", "/apple-touch-icon.png", picture, manifest].map(async (path) => {
      const answer = await page.request.get(path);
      return [answer.status(), answer.headers()["content-type"]];
    }),
  );
  expect(kinds).toEqual([
    [200, "image/x-icon"],
    [200, "image/png"],
    [200, "image/jpeg"],
    [200, "application/manifest+json"],
  ]);
  await page.goto("/nothing-here");
  expect(await page.title()).toBe("There is no such page · FlipDocs");
});
