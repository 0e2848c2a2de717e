import type { Point } from "./gestures.ts";

/** What is done to how large a book is seen. Points are in the window, in CSS pixels. */
export interface Zooming {
  isZoomed(): boolean;
  /** Makes it so many times larger than it is. */
  zoom(times: number, at: Point): void;
  move(by: Point): void;
  /** A book that is seen larger was tapped twice. */
  twice(at: Point): void;
}

/** How far a finger may move and still tap, in CSS pixels; how soon the second tap has to follow, in milliseconds. */
const STILL = 10;
export const TWICE_WITHIN = 300;

/** How much of a wheel's turn makes a book about three times as large, in CSS pixels. */
const WHEEL = 300;

interface Tap extends Point {
  time: number;
}

/**
 * Follows wheel, two fingers, and the hand that moves a book that is seen larger. What it follows nobody else hears of: it
 * listens before those inside.
 *
 * @param element - around the book
 * @returns how to stop
 */
export function followZoom(element: EventTarget, zooming: Zooming): () => void {
  const hands = new Map<number, Point>();
  let moved = 0;
  let tapped: Tap | null = null;
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (hands.size === 0) moved = 0;
    hands.set(event.pointerId, placeOf(event));
    if (zooming.isZoomed() && !isElsewhere(event)) event.stopPropagation();
  };
  const move = (event: PointerEvent) => {
    const before = hands.get(event.pointerId);
    if (event.buttons === 0) hands.clear();
    if (!before || event.buttons === 0) return;
    const after = placeOf(event);
    const by = { x: after.x - before.x, y: after.y - before.y };
    const [other] = [...hands].filter(([pointer]) => pointer !== event.pointerId).map(([, at]) => at);
    hands.set(event.pointerId, after);
    moved += Math.hypot(by.x, by.y);
    if (other) {
      zooming.zoom(distance(after, other) / Math.max(1, distance(before, other)), middle(after, other));
      zooming.move({ x: by.x / 2, y: by.y / 2 });
    } else if (zooming.isZoomed() && !isElsewhere(event)) zooming.move(by);
    else return;
    event.stopPropagation();
  };
  const up = (event: PointerEvent) => {
    if (!hands.delete(event.pointerId) || !zooming.isZoomed() || isElsewhere(event)) return;
    event.stopPropagation();
    const tap = { ...placeOf(event), time: event.timeStamp };
    const isTap = moved <= STILL && event.type === "pointerup";
    const isSecond = isTap && tapped !== null && isTwice(tapped, tap);
    tapped = isTap && !isSecond ? tap : null;
    if (isSecond) zooming.twice(tap);
  };
  const wheel = (event: WheelEvent) => {
    if (event.ctrlKey) zooming.zoom(Math.exp(-event.deltaY / WHEEL), placeOf(event));
    else if (zooming.isZoomed()) zooming.move({ x: -event.deltaX, y: -event.deltaY });
    else return;
    event.preventDefault();
  };
  const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up, wheel };
  const pairs = Object.entries(listeners).map(([name, listener]) => [name, listener as EventListener] as const);
  for (const [name, listener] of pairs) element.addEventListener(name, listener, { capture: true, passive: false });
  return () => {
    for (const [name, listener] of pairs) element.removeEventListener(name, listener, { capture: true });
  };
}

/** Whether two taps are one after the other, in one place. */
export const isTwice = (one: Tap, other: Tap): boolean =>
  other.time - one.time <= TWICE_WITHIN && distance(one, other) <= 4 * STILL;

// A mouse selects words and follows links.
const isElsewhere = ({ target, pointerType }: PointerEvent): boolean =>
  pointerType === "mouse" && target instanceof Element && target.closest("[data-word], a") !== null;

const placeOf = ({ clientX, clientY }: MouseEvent): Point => ({ x: clientX, y: clientY });
const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);
const middle = (one: Point, other: Point): Point => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });
