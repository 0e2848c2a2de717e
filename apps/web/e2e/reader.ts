import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** An end for what never comes, not a measure. */
export const END = { timeout: 60_000 };

/** Says which pages are in view. */
export function where(page: Page): Locator {
  return page.getByRole("toolbar");
}

/** Waits until the book lies still, a page is in view and its picture has been decoded. */
export async function expectPicture(page: Page, number: number): Promise<void> {
  await page.locator("[data-reader] [data-state=read]").waitFor();
  const picture = page.locator(`[data-page="${number}"] img`).first();
  await picture.waitFor();
  expect(
    await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
  ).toBeGreaterThan(0);
}

/** Opens the landing page. Where the API takes too long, it comes without its shelf and asks to come back: so does this. */
export async function landing(page: Page): Promise<void> {
  await page.goto("/");
  while ((await page.locator("#samples a").count()) === 0) await page.reload();
}

/** The address of the first public sample. */
export async function firstSample(page: Page): Promise<string> {
  await landing(page);
  return (await page.locator("#samples a").first().getAttribute("href")) ?? "no sample on the landing page";
}

/** A word worth searching for, taken from the page itself, so that any PDF will do. */
export async function longestWord(page: Page, number: number): Promise<string> {
  const book = new URL(page.url()).pathname.split("/").at(-1);
  const answer = await page.request.get(`/api/v1/books/${book}/pages/${number}/words`);
  const { words } = (await answer.json()) as { words: { text: string }[] };
  const texts = words.map((word) => word.text.replace(/[^\p{L}]/gu, ""));
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), "");
}

/** Whether a highlight has a size and lies on its page. */
export function insidePage(mark: Locator): Promise<boolean> {
  return mark.evaluate((element) => {
    const [box, page] = [element, element.parentElement ?? element].map((at) => at.getBoundingClientRect());
    if (!box || !page || box.width === 0) return false;
    return box.left >= page.left && box.right <= page.right && box.top >= page.top && box.bottom <= page.bottom;
  });
}
