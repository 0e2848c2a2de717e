import type { PageLink } from "@flipdocs/contract";
import { type Pdfium, withMemory } from "./pdfium.ts";
import { targetOf } from "./target.ts";
import { boxOf } from "./text.ts";

/** What a page may have of them: an index of names has some hundred. */
const MOST_LINKS = 500;

/**
 * Reads the links of a page.
 *
 * @param pdfium where the page is open
 * @param document its document's handle
 * @param page its handle
 * @returns those that lead to a page, or to an address that may be followed, with boxes in fractions of the page
 */
export function readLinks(pdfium: Pdfium, document: number, page: number): PageLink[] {
  return withMemory(pdfium, 24, (room) => {
    const [place, handle, rect] = [room, room + 4, room + 8];
    pdfium.pdfium.HEAPU8.fill(0, room, room + 24);
    const links: PageLink[] = [];
    for (let seen = 0; seen < MOST_LINKS && pdfium.FPDFLink_Enumerate(page, place, handle); seen++) {
      const [link = 0] = new Uint32Array(pdfium.pdfium.HEAPU8.slice(handle, handle + 4).buffer);
      const destination = pdfium.FPDFLink_GetDest(document, link);
      const target = targetOf(pdfium, document, destination, pdfium.FPDFLink_GetAction(link));
      if (target && pdfium.FPDFLink_GetAnnotRect(link, rect)) links.push({ ...placed(pdfium, page, rect), ...target });
    }
    return links.filter(({ width, height }) => width > 0 && height > 0);
  });
}

function placed(pdfium: Pdfium, page: number, rect: number) {
  const corners = new Float32Array(pdfium.pdfium.HEAPU8.slice(rect, rect + 16).buffer);
  const [left = 0, top = 0, right = 0, bottom = 0] = corners;
  const box = boxOf(pdfium, page, { left, top, right, bottom });
  const [x, y] = [clip(box.left), clip(box.top)];
  return { x, y, width: round(clip(box.right) - x), height: round(clip(box.bottom) - y) };
}

const round = (fraction: number): number => Math.round(fraction * 100_000) / 100_000;
const clip = (fraction: number): number => round(Math.min(1, Math.max(0, fraction)));
