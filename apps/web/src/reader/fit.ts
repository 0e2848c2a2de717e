import type { Word } from "@flipdocs/contract";
import type { Shape } from "./shape.ts";

/**
 * How much a word has to be stretched, so that it is as wide as on the page's picture when its letters are as high.
 *
 * @param word - where it stands, in fractions of the page
 * @param page - the page's size
 * @param em - how wide the word is in the browser's letters, in their heights
 * @returns a factor; 1 for what has no width
 */
export function stretchOf({ width, height }: Word, page: Shape, em: number): number {
  const stretch = (width * page.width) / (em * height * page.height);
  return Number.isFinite(stretch) && stretch > 0 ? Math.round(stretch * 1000) / 1000 : 1;
}

/** Where something stands on a page, as CSS places it. */
export function placed({ x, y, width, height }: Pick<Word, "x" | "y" | "width" | "height">) {
  const percent = (share: number) => `${share * 100}%`;
  return { left: percent(x), top: percent(y), width: percent(width), height: percent(height) };
}
