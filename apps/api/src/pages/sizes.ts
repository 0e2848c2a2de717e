import { PICTURE_WIDTHS, type PictureWidth } from "@flipdocs/contract";
import { Problem } from "../problems/problem.ts";

const WIDTHS: readonly PictureWidth[] = Object.values(PICTURE_WIDTHS);

/**
 * Reads how wide a picture is asked for.
 *
 * @param url of the request
 * @returns one of the few widths that there are, or undefined for reader width
 * @throws Problem `invalid` for any other: each would be drawn, and kept
 */
export function widthIn(url: string): PictureWidth | undefined {
  const [typed, ...more] = new URL(url).searchParams.getAll("width");
  if (typed === undefined) return undefined;
  const width = WIDTHS.find((one) => String(one) === typed);
  if (!width || more.length > 0) throw new Problem("invalid", `width, once: ${WIDTHS.join(" or ")}`);
  return width;
}

/** @returns where a page's picture of another width lies, beside the one of reader width */
export const sizedPicture = (folder: string, page: number, width: PictureWidth): string =>
  `${folder}/${page}-${width}.jpg`;
