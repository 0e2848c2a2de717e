import type { Layout } from "./spread.ts";

/** Width and height, in whatever unit. */
export interface Shape {
  width: number;
  height: number;
}

/** Pages whose shape differs by less than this share are of one size that was rounded. */
const PRECISION = 0.01;

/**
 * The shape of a book's leaves: the one that most of its pages have, and of several the one that comes first. A page of
 * another shape lies on such a leaf with its own proportions.
 *
 * @param pages - in the book's order
 */
export function leafShape(pages: readonly Shape[]): Shape {
  const counts = new Map<number, { shape: Shape; count: number }>();
  for (const shape of pages) {
    const ratio = Math.round(Math.log(shape.width / shape.height) / PRECISION);
    const known = counts.get(ratio);
    counts.set(ratio, { shape: known?.shape ?? shape, count: (known?.count ?? 0) + 1 });
  }
  // Sorting keeps the order of what is equal.
  const [most] = [...counts.values()].sort((one, other) => other.count - one.count);
  return most?.shape ?? { width: 3, height: 4 };
}

/** Below this width of a page, in CSS pixels, two pages side by side cannot be read. */
const NARROWEST = 300;

/** No stage is wide enough for two of these. */
const ALONE = 100_000;

/** Whether pages of a book lie side by side where there is room, as long as nobody chooses otherwise. */
export const liesInSpreads = (pages: readonly Shape[]): boolean => narrowestPage(pages, null) !== ALONE;

/**
 * How wide a page has to be, in CSS pixels, so that two lie side by side. A book of one page never is a spread, and one whose
 * pages lie across shows one at a time, unless it is chosen otherwise.
 *
 * @param choice - how many pages a reader wants to see; null when they have not said
 */
export function narrowestPage(pages: readonly Shape[], choice: Layout | null): number {
  if (pages.length === 1 || choice === "portrait") return ALONE;
  if (choice === "landscape") return 1;
  const { width, height } = leafShape(pages);
  return width > height ? ALONE : NARROWEST;
}
