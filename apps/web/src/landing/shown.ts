import { type Page, PICTURE_WIDTHS } from "@flipdocs/contract";
import { pageImage } from "@/api/addresses.ts";
import type { PictureChoice } from "@/reader/picture.tsx";
import type { Opened } from "@/shelf/samples.ts";

/** A page with the addresses of its picture: whoever shows it in the browser needs no more of the API. */
export interface ShownPage extends Page {
  picture: string;
  choice: PictureChoice;
}

/** How wide a page lies there: see showpiece.module.css. */
const SIZES = "(max-width: 48rem) min(45vw, 17rem), 17rem";

/** The pages of a book that lies open on the landing page. */
export function shownPages({ book, pages }: Opened): ShownPage[] {
  const { overview, half } = PICTURE_WIDTHS;
  return pages.map((page) => {
    const picture = (width: typeof overview | typeof half) => pageImage(book.id, page.number, width);
    const srcSet = `${picture(overview)} ${overview}w, ${picture(half)} ${half}w`;
    return { ...page, picture: picture(half), choice: { srcSet, sizes: SIZES } };
  });
}
