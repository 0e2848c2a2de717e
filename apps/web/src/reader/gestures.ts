import { type Deeds, deedsAt } from "./deeds.ts";

/** A place in the window, in CSS pixels. */
export interface Point {
  x: number;
  y: number;
}

/** Which way a page is turned. */
export type Direction = "forward" | "back";

/** What is done to a book by hand. */
export interface Gestures {
  /** The hand came down and went up again in one place; `by` is the kind of pointer. */
  tap(at: Point, by: string): void;
  /** A page is being pulled; the direction stays the one in which the hand set out. */
  pull(direction: Direction, to: Point): void;
  /** The hand lets go of a page that it pulled: `turned` unless it went back to where it came from. */
  letGo(direction: Direction, turned: boolean): void;
  /** A mouse moves over the book, with no button pressed. */
  hover(at: Point): void;
}

/** Up to here a finger lies still, and from there on what it pulls is turned: CSS pixels across. */
const STILL = 10;
const TURNED = 30;

interface Press {
  pointer: number;
  from: Point;
  pulls: Direction | null;
  /** Whether it may still become a pull, and a tap. */
  may: Deeds;
}

/**
 * Follows finger, pen and mouse on an element. How long anything takes says nothing: a swipe is what went sideways.
 * Up and down belongs to the browser (`touch-action: pan-y`), and so do two fingers: then the press is given up.
 *
 * @param element - where the book lies
 * @param gestures - are told what is done
 * @returns how to stop
 */
export function followGestures(
  element: EventTarget & Pick<Element, "setPointerCapture">,
  gestures: Gestures,
): () => void {
  let press: Press | null = null;
  const giveUp = () => {
    if (press?.pulls) gestures.letGo(press.pulls, false);
    press = null;
  };
  const down = (event: PointerEvent) => {
    const another = press !== null && press.pointer !== event.pointerId;
    giveUp();
    if (another || !event.isPrimary || event.button !== 0) return;
    press = { pointer: event.pointerId, from: placeOf(event), pulls: null, may: deedsAt(event) };
  };
  const pull = (pressed: Press, event: PointerEvent) => {
    const to = placeOf(event);
    if (pressed.may.pull && pressed.pulls === null && Math.abs(to.x - pressed.from.x) > STILL) {
      pressed.pulls = directionOf(pressed.from, to);
      element.setPointerCapture(event.pointerId);
    }
    if (pressed.pulls) gestures.pull(pressed.pulls, to);
  };
  const move = (event: PointerEvent) => {
    // The button went up where nobody saw it.
    if (event.buttons === 0) giveUp();
    if (press?.pointer === event.pointerId) pull(press, event);
    else if (press === null && event.pointerType === "mouse") gestures.hover(placeOf(event));
  };
  const up = (event: PointerEvent) => {
    if (press?.pointer !== event.pointerId) return;
    const pressed = press;
    pull(pressed, event);
    press = null;
    const to = placeOf(event);
    if (pressed.pulls) gestures.letGo(pressed.pulls, isTurned(pressed.from, to, pressed.pulls));
    else if (pressed.may.tap && isStill(pressed.from, to)) gestures.tap(to, event.pointerType);
  };
  // Tells the browser that this swipe is taken: `touch-action` alone does not keep Chrome from one that begins slowly.
  const keep = (event: Event) => press?.pulls && event.preventDefault();
  const ends = [
    listen(element, { pointerdown: down, pointermove: move, pointerup: up, pointercancel: giveUp }),
    listen(element, { touchmove: keep }, { passive: false }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

const isStill = (from: Point, to: Point): boolean =>
  Math.abs(to.x - from.x) <= STILL && Math.abs(to.y - from.y) <= STILL;
const placeOf = ({ clientX, clientY }: PointerEvent): Point => ({ x: clientX, y: clientY });
const directionOf = (from: Point, to: Point): Direction => (to.x < from.x ? "forward" : "back");
const isTurned = (from: Point, to: Point, pulls: Direction): boolean =>
  Math.abs(to.x - from.x) >= TURNED && directionOf(from, to) === pulls;

function listen(
  element: EventTarget,
  listeners: Record<string, (event: PointerEvent) => void>,
  options?: AddEventListenerOptions,
): () => void {
  const pairs = Object.entries(listeners).map(([name, listener]) => [name, listener as EventListener] as const);
  for (const [name, listener] of pairs) element.addEventListener(name, listener, options);
  return () => {
    for (const [name, listener] of pairs) element.removeEventListener(name, listener);
  };
}
