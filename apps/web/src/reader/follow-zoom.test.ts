import { beforeAll, expect, test, vi } from "vitest";
import { followZoom } from "./follow-zoom.ts";

// There is no document here: nothing is a word or a link.
beforeAll(() => vi.stubGlobal("Element", class {}));

/** A book that is seen so large, what it is told, and a way to do something to it; says whether others heard of that. */
function book(scale: number) {
  const element = new EventTarget();
  const calls: unknown[][] = [];
  const tell =
    (name: string) =>
    (...what: unknown[]) =>
      void calls.push([name, ...what]);
  const zooming = { isZoomed: () => scale > 1, zoom: tell("zoom"), move: tell("move"), twice: tell("twice") };
  const stop = followZoom(element, zooming);
  const act = (name: string, more: object) => {
    const event = new Event(name, { cancelable: true });
    const heard = vi.spyOn(event, "stopPropagation");
    const at = { button: 0, buttons: name === "pointerup" ? 0 : 1, pointerType: "touch", pointerId: 1 };
    element.dispatchEvent(Object.assign(event, at, more));
    return { isTaken: heard.mock.calls.length > 0, isPrevented: event.defaultPrevented };
  };
  return { calls, act, stop };
}

const at = (clientX: number, clientY: number, pointerId = 1) => ({ clientX, clientY, pointerId });

test("the wheel with Control makes it larger where the mouse is, and keeps the browser from it", () => {
  const { calls, act } = book(1);
  const { isPrevented } = act("wheel", { ...at(10, 20), ctrlKey: true, deltaX: 0, deltaY: -300 });
  expect([calls, isPrevented]).toEqual([[["zoom", Math.E, { x: 10, y: 20 }]], true]);
});

test("the wheel alone is the page's, until the book is larger than its stage", () => {
  const turned = { ...at(10, 20), ctrlKey: false, deltaX: 5, deltaY: 30 };
  const [whole, large] = [book(1), book(2)];
  expect([whole.act("wheel", turned).isPrevented, whole.calls]).toEqual([false, []]);
  expect([large.act("wheel", turned).isPrevented, large.calls]).toEqual([true, [["move", { x: -5, y: -30 }]]]);
});

test("two fingers that part make it larger between them", () => {
  const { calls, act } = book(1);
  act("pointerdown", at(100, 100, 1));
  act("pointerdown", at(200, 100, 2));
  expect(act("pointermove", at(300, 100, 2)).isTaken).toBe(true);
  expect(calls).toEqual([
    ["zoom", 2, { x: 200, y: 100 }],
    ["move", { x: 50, y: 0 }],
  ]);
});

test("one finger turns pages of a whole book, and moves a larger one", () => {
  const [whole, large] = [book(1), book(2)];
  const taken = [whole, large].map(({ act }) => [
    act("pointerdown", at(100, 100)).isTaken,
    act("pointermove", at(90, 120)).isTaken,
    act("pointerup", at(90, 120)).isTaken,
  ]);
  expect(taken).toEqual([
    [false, false, false],
    [true, true, true],
  ]);
  expect([whole.calls, large.calls]).toEqual([[], [["move", { x: -10, y: 20 }]]]);
});

test("a larger book is told of two taps, and of no third", () => {
  const { calls, act } = book(2);
  for (let tap = 0; tap < 3; tap++) {
    act("pointerdown", at(50, 50));
    act("pointerup", at(50, 50));
  }
  expect(calls.map(([name]) => name)).toEqual(["twice"]);
});

test("nothing is followed any more when it is told to stop", () => {
  const { calls, act, stop } = book(2);
  stop();
  act("wheel", { ...at(1, 1), ctrlKey: true, deltaX: 0, deltaY: -1 });
  expect(calls).toEqual([]);
});
