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
