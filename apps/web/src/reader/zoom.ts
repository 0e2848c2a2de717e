import type { Point } from "./gestures.ts";
import type { Shape } from "./shape.ts";

/** What of a book is seen: how many times larger it is, and where its top left corner lies, in CSS pixels of the stage. */
export interface View extends Point {
  scale: number;
}

/** The whole page, as the stage shows it. */
export const WHOLE: View = { scale: 1, x: 0, y: 0 };

const STEPS = [1, 1.5, 2, 3, 4] as const;
const LARGEST = 4;

/** The next larger step, or the next smaller one; the last one stays. */
export function stepFrom(scale: number, direction: "in" | "out"): number {
  if (direction === "in") return STEPS.find((step) => step > scale + 0.01) ?? LARGEST;
  return STEPS.findLast((step) => step < scale - 0.01) ?? 1;
}

/**
 * Shows a book larger or smaller; what lies at a point stays there.
 *
 * @param scale - asked for; it stays between the whole page and four times as much
 * @param at - the point, in CSS pixels of the stage
 * @param stage - its size
 */
export function zoomedTo(view: View, scale: number, at: Point, stage: Shape): View {
  const next = Math.min(LARGEST, Math.max(1, scale));
  const growth = next / view.scale;
  return inside({ scale: next, x: at.x - (at.x - view.x) * growth, y: at.y - (at.y - view.y) * growth }, stage);
}

/** Moves a book that is larger than its stage, up to its edges. */
export function movedBy(view: View, by: Point, stage: Shape): View {
  return inside({ scale: view.scale, x: view.x + by.x, y: view.y + by.y }, stage);
}

function inside({ scale, x, y }: View, { width, height }: Shape): View {
  return { scale, x: within(x, width * (1 - scale)), y: within(y, height * (1 - scale)) };
}

// Plain zero, also where the least is minus zero.
const within = (at: number, least: number): number => Math.min(0, Math.max(least, at)) || 0;
