import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** The success criteria that WCAG 2.2 has at A and AA, as far as a program can tell. */
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * As wide as pages are looked at: on a desk by day, and by night on the narrowest telephone, which is also 1280 at four times
 * the size. Colours are the same however wide a page is, and places however dark.
 */
const WINDOWS = [
  { width: 1280, height: 800, colorScheme: "light" },
  { width: 320, height: 640, colorScheme: "dark" },
] as const;

/** Besides, nothing reaches out of these: a large screen, 1280 at twice the size, and a telephone held across. */
const ROOMS = [
  { width: 1920, height: 1080 },
  { width: 640, height: 400 },
  { width: 844, height: 390 },
];

/**
 * What keeps people from using a page: by axe, on a desk and on a telephone; and where it is wider than
 * its window.
 *
 * @param page - in the state to be looked at
 * @returns a line for each fault; none when all is well
 */
export async function barriers(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const { colorScheme, ...size } of WINDOWS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    found.push(...(await wider(page)));
    found.push(...(await faults(page)).map((fault) => `${size.width}, ${colorScheme}: ${fault}`));
  }
  for (const size of ROOMS) {
    await page.setViewportSize(size);
    found.push(...(await wider(page)));
  }
  return found;
}

async function faults(page: Page): Promise<string[]> {
  // By the browser's own protocol: the page's policy lets no script in.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (values) => (window as unknown as { axe: typeof axe }).axe.run({ runOnly: values, resultTypes: ["violations"] }),
    WCAG,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`),
  );
}

async function wider(page: Page): Promise<string[]> {
  const excess = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  // The browser draws once before a book is laid out anew.
  await expect
    .poll(excess)
    .toBeLessThanOrEqual(0)
    .catch(() => undefined);
  const by = await excess();
  return by > 0 ? [`${by} wider than a window of ${page.viewportSize()?.width}`] : [];
}
