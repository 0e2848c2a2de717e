import type { Page } from "playwright-core";

/** A phone that is held upright. */
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/**
 * Swipes with one finger, through the browser's own input: across the page, then resting before it lifts.
 *
 * @param page - opened with `hasTouch`
 * @param from - CSS pixels from the left; the finger stays in the middle of the height
 * @param rest - how long the finger rests where it has come to, in milliseconds: part of what is done, no measure
 */
export async function swipe(page: Page, from: number, to: number, rest: number): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const y = (page.viewportSize()?.height ?? 0) / 2;
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...xs: number[]) =>
    browser.send("Input.dispatchTouchEvent", { type, touchPoints: xs.map((x) => ({ x, y })) });
  await touch("touchStart", from);
  for (const share of [0.1, 0.2, 0.4, 0.6, 0.8, 1]) await touch("touchMove", from + (to - from) * share);
  await page.waitForTimeout(rest);
  await touch("touchEnd");
  await browser.detach();
}

/**
 * Moves two fingers apart, or towards each other, in the middle of a page.
 *
 * @param page - opened with `hasTouch`
 * @param from - how far they are apart at first, in CSS pixels
 */
export async function pinch(page: Page, from: number, to: number): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const fingers = (apart: number) =>
    [-1, 1].map((side) => ({ x: (width + side * apart) / 2, y: height / 2, id: side + 1 }));
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", apart?: number) =>
    browser.send("Input.dispatchTouchEvent", { type, touchPoints: apart === undefined ? [] : fingers(apart) });
  await touch("touchStart", from);
  for (const share of [0.25, 0.5, 0.75, 1]) await touch("touchMove", from + (to - from) * share);
  await touch("touchEnd");
  await browser.detach();
}
