import type { BookRect, PageFlip } from "page-flip";
import type { Direction, Gestures, Point } from "./gestures.ts";
import { type Layout, pageAfter, pageBefore } from "./spread.ts";
import { isCalm, turn } from "./turn.ts";

/** The left two fifths of a page that lies alone: a tap there turns back. */
const BACK_SHARE = 0.4;

/**
 * Turns pages as they are pulled and tapped.
 *
 * @param flip - the book
 * @param block - the element it lies in
 */
export function byHand(flip: PageFlip, block: Element): Gestures {
  const controller = flip.getFlipController();
  let pulling = false;
  const inBlock = ({ x, y }: Point): Point => {
    const { left, top } = block.getBoundingClientRect();
    return { x: x - left, y: y - top };
  };
  const turnTo = (direction: Direction, y: number) => {
    // Where it is going to be, not where it was when the turn under way began.
    flip.getRender().finishAnimation();
    const page = targetOf(flip, direction);
    if (page !== null) turn(flip, page, y < flip.getBoundsRect().height / 2 ? "top" : "bottom");
  };
  const take = (direction: Direction, y: number): boolean => {
    flip.getRender().finishAnimation();
    return targetOf(flip, direction) !== null && controller.start({ x: edgeOf(flip.getBoundsRect(), direction), y });
  };
  return {
    tap: (at) => {
      const { x, y } = inBlock(at);
      turnTo(sideOf(x, flip.getBoundsRect(), flip.getOrientation()), y);
    },
    pull: (direction, to) => {
      if (isCalm()) return;
      const at = inBlock(to);
      pulling ||= take(direction, at.y);
      if (pulling) controller.fold(at);
    },
    letGo: (direction, turned) => {
      if (pulling) putDown(flip, turned);
      else if (turned && isCalm()) turnTo(direction, 0);
      pulling = false;
    },
    hover: (at) => {
      if (!isCalm()) flip.userMove(inBlock(at), false);
    },
  };
}

/**
 * Which way a tap turns.
 *
 * @param x - in the block
 * @param rect - where the book lies in it
 */
export function sideOf(x: number, rect: Pick<BookRect, "left" | "pageWidth">, layout: Layout): Direction {
  const fold = rect.left + rect.pageWidth;
  const forward = layout === "portrait" ? x > fold + BACK_SHARE * rect.pageWidth : x >= fold;
  return forward ? "forward" : "back";
}

/** The outer edge of the leaf that turns this way: page-flip knows the leaf by where it is taken. */
const edgeOf = ({ left, width }: BookRect, direction: Direction): number =>
  direction === "forward" ? left + width - 1 : left + 1;

function targetOf(flip: PageFlip, direction: Direction): number | null {
  const page = flip.getCurrentPageIndex() + 1;
  const neighbour = direction === "forward" ? pageAfter : pageBefore;
  return neighbour(page, flip.getPageCount(), flip.getOrientation());
}

/** Lets the leaf fall to the side it belongs on. page-flip's own way goes by where the leaf is, and not by the hand. */
function putDown(flip: PageFlip, turned: boolean): void {
  const controller = flip.getFlipController();
  const calculation = controller.getCalculation();
  if (!calculation) return;
  const { pageWidth, height } = flip.getBoundsRect();
  const y = calculation.getCorner() === "bottom" ? height : 0;
  const start = calculation.getPosition() ?? { x: pageWidth, y };
  controller.animateFlippingTo(start, { x: turned ? -pageWidth : pageWidth, y }, turned);
}
