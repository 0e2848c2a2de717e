import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { END, expectPicture, firstSample, where } from "./reader.ts";
import { PHONE, pinch, swipe } from "./touch.ts";
import { type Visit, visit } from "./visit.ts";

let browser: Visit;
let page: Page;
let book: string;
beforeAll(async () => {
  browser = await visit();
  page = await browser.stranger();
  book = await firstSample(page);
  await page.goto(book);
  await expectPicture(page, 1);
});
afterAll(() => browser?.end());

const stands = (pages: string, at = page) => where(at).getByText(`${pages} of 10`, { exact: true }).waitFor();

const widthOf = async (number: number, at = page): Promise<number> =>
  (await at.locator(`[data-page="${number}"] img`).first().boundingBox())?.width ?? 0;

test("keys turn, leap, search and help", async () => {
  await page.keyboard.press("PageDown");
  await stands("Pages 2–3");
  await page.keyboard.press("Space");
  await stands("Pages 4–5");
  await page.keyboard.press("Shift+Space");
  await stands("Pages 2–3");
  await page.keyboard.press("End");
  await stands("Page 10");
  await page.keyboard.press("Home");
  await stands("Page 1");
  await page.keyboard.press("/");
  await page.keyboard.type("0?f");
  expect(await page.getByLabel("Search in this book").inputValue()).toBe("0?f");
  await page.getByLabel("Search in this book").fill("");
  await page.getByLabel("Search in this book").blur();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Reading by keyboard" }).waitFor();
  // Not by Escape: the browser may still take that for the end of the full screen that comes next.
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  expect(await page.getByRole("dialog").count()).toBe(0);
});

test("the book fills the screen, without masthead, and gives it back", async () => {
  const covers = () =>
    page.locator("[data-reader]").evaluate((reader) => reader.getBoundingClientRect().height >= window.innerHeight);
  await page.keyboard.press("f");
  await expect.poll(covers, END).toBe(true);
  await page.getByRole("button", { name: "Full screen" }).click();
  await expect.poll(covers, END).toBe(false);
});

test("the book is alone in the window, without masthead and panel, and both come back", async () => {
  const isOnTop = () =>
    page.evaluate(() => document.elementFromPoint(60, 10)?.closest("[data-reader]") instanceof HTMLElement);
  await page.getByRole("complementary").getByRole("button", { name: "Close" }).click();
  await page.keyboard.press("b");
  await expect.poll(isOnTop, END).toBe(true);
  expect(await page.getByRole("complementary").count()).toBe(0);
  await page.getByRole("button", { name: "The book alone" }).click();
  await expect.poll(isOnTop, END).toBe(false);
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByLabel("Search in this book").blur();
});

test("a turn that is under way when the room changes ends where it was to end", async () => {
  await page.keyboard.press("End");
  await stands("Page 10");
  await page.keyboard.press("Home");
  await page.locator("[data-reader] [data-state=flipping]").waitFor();
  await page.setViewportSize({ width: 1100, height: 700 });
  await page.locator("[data-reader] [data-state=read]").waitFor();
  await stands("Page 1");
  await expectPicture(page, 1);
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("one page or two is a choice that is remembered", async () => {
  await page.keyboard.press("PageDown");
  await stands("Pages 2–3");
  await page.getByRole("button", { name: "One page" }).click();
  await stands("Page 2");
  await page.reload();
  await stands("Page 2");
  await page.getByRole("button", { name: "Two pages" }).click();
  await stands("Pages 2–3");
});

test("keys, buttons and the wheel show a page larger, and smaller again", async () => {
  await expectPicture(page, 2);
  const whole = await widthOf(2);
  await page.keyboard.press("+");
  await expect.poll(() => widthOf(2), END).toBeCloseTo(1.5 * whole, 0);
  await page.getByRole("button", { name: "Larger" }).click();
  await expect.poll(() => widthOf(2), END).toBeCloseTo(2 * whole, 0);
  await page.keyboard.press("0");
  await expect.poll(() => widthOf(2), END).toBeCloseTo(whole, 0);
  await page.mouse.move(300, 400);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  await expect.poll(() => widthOf(2), END).toBeGreaterThan(1.5 * whole);
  await page.keyboard.press("0");
});

test("on paper come the pages in view, and nothing else", async () => {
  await page.emulateMedia({ media: "print" });
  await page.locator("[data-print] img").first().waitFor();
  expect(await page.locator("[data-print] img").count()).toBe(2);
  expect([await where(page).isVisible(), await page.getByRole("banner").first().isVisible()]).toEqual([false, false]);
  await page.emulateMedia({ media: null });
});

test("on a phone the page comes first, and two fingers show it larger", async () => {
  const phone = await browser.stranger(PHONE);
  await phone.goto(book);
  await expectPicture(phone, 1);
  expect(await phone.getByLabel("Search in this book").isVisible()).toBe(false);
  const whole = await widthOf(1, phone);
  await pinch(phone, 60, 240);
  await expect.poll(() => widthOf(1, phone), END).toBeGreaterThan(2 * whole);
  const before = (await phone.locator('[data-page="1"] img').first().boundingBox())?.x ?? 0;
  await swipe(phone, 300, 200, 0);
  const now = async () => (await phone.locator('[data-page="1"] img').first().boundingBox())?.x;
  await expect.poll(now, END).toBeLessThan(before);
  await stands("Page 1", phone);
  await phone.close();
});

test("no page complained", () => {
  expect(browser.complaints).toEqual([]);
});

test("a picture that fails is asked for again", async () => {
  const one = await browser.stranger();
  let asked = 0;
  // The page that the server sends has it as well, and nobody asks again for that one.
  await one.route("**/pages/1/image", (route) => (++asked < 4 ? route.abort() : route.continue()));
  await one.goto(book);
  const picture = one.locator('[data-page="1"] img');
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), END).toBe(1200);
  expect(asked).toBeGreaterThan(3);
});
