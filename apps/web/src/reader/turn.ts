import type { PageFlip } from "page-flip";

/** Whether pages turn at once, without a movement: people whom movement makes ill ask for that. */
export const isCalm = (): boolean => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Turns a book to a leaf.
 *
 * @param index - of its leaf, from 0
 * @param corner - by which the leaf is taken
 */
export function turn(flip: PageFlip, index: number, corner: "top" | "bottom" = "top"): void {
  // A turn that is under way would otherwise end on the spread after the one asked for.
  flip.getRender().finishAnimation();
  if (isCalm()) flip.turnToPage(index);
  else flip.flip(index, corner);
}

/** Lays a book out for the room that it has now. A turn that is under way ends first: it would end a spread beside its own. */
export function layAnew(flip: PageFlip): void {
  flip.getRender().finishAnimation();
  flip.update();
}
