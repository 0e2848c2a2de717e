import { expect, test, vi } from "vitest";
import { followGestures, type Gestures } from "./gestures.ts";

type Step = [name: "down" | "move" | "up" | "cancel", x: number, y?: number, more?: Partial<PointerEvent>];

/** What a book is told of these steps, one after the other. */
function told(...steps: Step[]): unknown[][] {
  const element = Object.assign(new EventTarget(), { setPointerCapture: vi.fn() });
  const calls: unknown[][] = [];
  const tell =
    (name: keyof Gestures) =>
    (...what: unknown[]) =>
      void calls.push([name, ...what]);
  const stop = followGestures(element, {
    tap: tell("tap"),
    pull: tell("pull"),
    letGo: tell("letGo"),
    hover: tell("hover"),
  });
  for (const [name, x, y = 50, more = {}] of steps) {
    const buttons = name === "down" || name === "move" ? 1 : 0;
    const at = { clientX: x, clientY: y, pointerId: 1, pointerType: "touch", isPrimary: true, button: 0, buttons };
    element.dispatchEvent(Object.assign(new Event(`pointer${name}`), at, more));
  }
  stop();
  element.dispatchEvent(Object.assign(new Event("pointerup"), { clientX: 0, clientY: 0, pointerId: 1 }));
  return calls;
}

/** How a swipe from one place to another ends. */
const swipe = (from: number, to: number) => told(["down", from], ["move", to], ["up", to]).at(-1);

test.each([
  [370, 30],
  [150, 20],
  [380, 345],
  [40, 5],
])("a swipe from %i to %i turns forward, wherever it begins and ends", (from, to) => {
  expect(swipe(from, to)).toEqual(["letGo", "forward", true]);
});

test.each([
  [30, 370],
  [300, 380],
  [5, 40],
])("a swipe from %i to %i turns back", (from, to) => {
  expect(swipe(from, to)).toEqual(["letGo", "back", true]);
});

test("a finger that rests before it lifts has swiped all the same", () => {
  const rest: Step[] = Array.from({ length: 20 }, () => ["move", 100]);
  expect(told(["down", 300], ["move", 100], ...rest, ["up", 100]).at(-1)).toEqual(["letGo", "forward", true]);
});

test("the page follows the finger, and keeps the direction in which it set out", () => {
  expect(told(["down", 300], ["move", 280], ["move", 310, 60], ["up", 312, 60])).toEqual([
    ["pull", "forward", { x: 280, y: 50 }],
    ["pull", "forward", { x: 310, y: 60 }],
    ["pull", "forward", { x: 312, y: 60 }],
    ["letGo", "forward", false],
  ]);
});

test("a finger that goes back to where it came from, or far beyond, turns nothing", () => {
  expect(told(["down", 200], ["move", 100], ["up", 190]).at(-1)).toEqual(["letGo", "forward", false]);
  expect(told(["down", 200], ["move", 100], ["up", 300]).at(-1)).toEqual(["letGo", "forward", false]);
});

test("a swipe whose movement nobody saw turns by where it ends", () => {
  expect(told(["down", 300], ["up", 100])).toEqual([
    ["pull", "forward", { x: 100, y: 50 }],
    ["letGo", "forward", true],
  ]);
});

test("a finger that hardly moves taps where it lifts", () => {
  expect(told(["down", 300], ["move", 306], ["up", 308, 44])).toEqual([["tap", { x: 308, y: 44 }, "touch"]]);
});

test("a finger that goes down the page does nothing", () => {
  expect(told(["down", 300, 50], ["move", 304, 400], ["up", 304, 400])).toEqual([]);
});

test("what the browser takes over, a scroll or a pinch, turns nothing", () => {
  expect(told(["down", 300], ["move", 200], ["cancel", 200]).at(-1)).toEqual(["letGo", "forward", false]);
  expect(told(["down", 300], ["cancel", 300], ["up", 300])).toEqual([]);
});

test("a second finger ends the turn of the first", () => {
  const second = { pointerId: 2, isPrimary: false };
  expect(told(["down", 300], ["move", 200], ["down", 100, 50, second], ["up", 20, 50, second], ["up", 200])).toEqual([
    ["pull", "forward", { x: 200, y: 50 }],
    ["letGo", "forward", false],
  ]);
});

test("only a mouse's first button turns pages", () => {
  expect(told(["down", 300, 50, { button: 2 }], ["up", 300, 50, { button: 2 }])).toEqual([]);
});

test("a mouse that only moves is told, and so is one whose button went up elsewhere", () => {
  const mouse = { pointerType: "mouse", buttons: 0 };
  expect(told(["down", 300], ["move", 250], ["move", 10, 50, mouse])).toEqual([
    ["pull", "forward", { x: 250, y: 50 }],
    ["letGo", "forward", false],
    ["hover", { x: 10, y: 50 }],
  ]);
});

test("the browser is kept from a swipe that is taken, and from nothing else", () => {
  const element = Object.assign(new EventTarget(), { setPointerCapture: vi.fn() });
  const nothing = () => undefined;
  followGestures(element, { tap: nothing, pull: nothing, letGo: nothing, hover: nothing });
  const at = (clientX: number) => ({ clientX, clientY: 50, pointerId: 1, isPrimary: true, button: 0, buttons: 1 });
  const isKept = (clientX: number, name: string) => {
    element.dispatchEvent(Object.assign(new Event(name), at(clientX)));
    const touch = new Event("touchmove", { cancelable: true });
    element.dispatchEvent(touch);
    return touch.defaultPrevented;
  };
  expect([isKept(300, "pointerdown"), isKept(295, "pointermove"), isKept(280, "pointermove")]).toEqual([
    false,
    false,
    true,
  ]);
});
