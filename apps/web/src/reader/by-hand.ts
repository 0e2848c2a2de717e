import type { BookRect, PageFlip } from "page-flip";
import type { Direction, Gestures, Point } from "./gestures.ts";
import type { Order } from "./order.ts";
import { type Layout, pageAfter, pageBefore } from "./spread.ts";
import { isCalm, turn } from "./turn.ts";

/** The left two fifths of a page that lies alone: a tap there turns back. */
const BACK_SHARE = 0.4;

/**
 * Turns pages as they are pulled and tapped.
 *
 * @param flip - the book
 * @param block - the element it lies in
 * @param order - of its leaves; what is done by hand knows only left and right
 */
export function byHand(flip: PageFlip, block: Element, order: Order): Gestures {
  const controller = flip.getFlipController();
  let pulling = false;
  const inBlock = ({ x, y }: Point): Point => {
    const { left, top } = block.getBoundingClientRect();
    return { x: x - left, y: y - top };
  };
  const turnTo = (direction: Direction, y: number) => {
    // Where it is going to be, not where it was when the turn under way began.
    flip.getRender().finishAnimation();
    const page = targetOf(flip, order, direction);
    if (page !== null) turn(flip, order.indexOf(page), y < flip.getBoundsRect().height / 2 ? "top" : "bottom");
  };
  const take = (direction: Direction, y: number): boolean => {
    flip.getRender().finishAnimation();
    return (
      targetOf(flip, order, direction) !== null && controller.start({ x: edgeOf(flip.getBoundsRect(), direction), y })
    );
  };
  return {
    tap: (at) => {
      const { x, y } = inBlock(at);
      turnTo(sideOf(x, flip.getBoundsRect(), flip.getOrientation(), order.isReversed), y);
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
 * @param isReversed - whether it begins at its right, and so turns on to the left
 */
export function sideOf(
  x: number,
  rect: Pick<BookRect, "left" | "pageWidth">,
  layout: Layout,
  isReversed = false,
): Direction {
  const fold = rect.left + rect.pageWidth;
  const share = isReversed ? 1 - BACK_SHARE : BACK_SHARE;
  const forward = layout === "portrait" ? x > fold + share * rect.pageWidth : x >= fold;
  return forward ? "forward" : "back";
}

/** The outer edge of the leaf that turns this way: page-flip knows the leaf by where it is taken. */
const edgeOf = ({ left, width }: BookRect, direction: Direction): number =>
  direction === "forward" ? left + width - 1 : left + 1;

function targetOf(flip: PageFlip, order: Order, direction: Direction): number | null {
  const page = order.pageOf(flip.getCurrentPageIndex());
  const neighbour = (direction === "forward") === order.isReversed ? pageBefore : pageAfter;
  return neighbour(page, order.count, flip.getOrientation());
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
