import { expect, test } from "vitest";
import { movedBy, stepFrom, WHOLE, zoomedTo } from "./zoom.ts";

const STAGE = { width: 800, height: 600 };

test("what lies at the point stays there", () => {
  const view = zoomedTo(WHOLE, 2, { x: 200, y: 300 }, STAGE);
  expect(view).toEqual({ scale: 2, x: -200, y: -300 });
  expect(zoomedTo(view, 3, { x: 200, y: 300 }, STAGE)).toEqual({ scale: 3, x: -400, y: -600 });
});

test("no book is smaller than its stage, or more than four times as large", () => {
  expect(zoomedTo(WHOLE, 0.2, { x: 5, y: 5 }, STAGE)).toEqual(WHOLE);
  expect(zoomedTo(WHOLE, 9, { x: 0, y: 0 }, STAGE).scale).toBe(4);
});

test("the book covers its stage, however far it is moved or made smaller", () => {
  const large = zoomedTo(WHOLE, 2, { x: 800, y: 600 }, STAGE);
  expect(large).toEqual({ scale: 2, x: -800, y: -600 });
  expect(movedBy(large, { x: -50, y: 100 }, STAGE)).toEqual({ scale: 2, x: -800, y: -500 });
  expect(movedBy(large, { x: 5000, y: 5000 }, STAGE)).toEqual({ scale: 2, x: 0, y: 0 });
  expect(zoomedTo(large, 1, { x: 0, y: 0 }, STAGE)).toEqual(WHOLE);
});

test.each([
  [1, "in", 1.5],
  [1.7, "in", 2],
  [4, "in", 4],
  [4, "out", 3],
  [1.2, "out", 1],
  [1, "out", 1],
] as const)("from %d the next step %s is %d", (scale, direction, step) => {
  expect(stepFrom(scale, direction)).toBe(step);
});
