import type { PageFlip } from "page-flip";

/** Whether pages turn at once, without a movement: people whom movement makes ill ask for that. */
export const isCalm = (): boolean => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Turns a book to a page.
 *
 * @param page - from 1
 * @param corner - by which the leaf is taken
 */
export function turn(flip: PageFlip, page: number, corner: "top" | "bottom" = "top"): void {
  // A turn that is under way would otherwise end on the spread after the one asked for.
  flip.getRender().finishAnimation();
  if (isCalm()) flip.turnToPage(page - 1);
  else flip.flip(page - 1, corner);
}
