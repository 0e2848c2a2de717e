import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { tellTwice } from "./tell-twice.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function told() {
  const gestures = { tap: vi.fn(), pull: vi.fn(), letGo: vi.fn(), hover: vi.fn() };
  const twice = vi.fn();
  return { ...tellTwice(gestures, twice), gestures, twice };
}

test("one tap is told when no second one follows", () => {
  const { tap, gestures, twice } = told();
  tap({ x: 1, y: 2 }, "touch");
  expect(gestures.tap).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(gestures.tap.mock.calls).toEqual([[{ x: 1, y: 2 }, "touch"]]);
  expect(twice).not.toHaveBeenCalled();
});

test("two taps are told as two, and turn nothing", () => {
  const { tap, gestures, twice } = told();
  tap({ x: 1, y: 2 }, "touch");
  tap({ x: 3, y: 4 }, "touch");
  vi.runAllTimers();
  expect(twice.mock.calls).toEqual([[{ x: 3, y: 4 }]]);
  expect(gestures.tap).not.toHaveBeenCalled();
});

test("a mouse waits for nothing", () => {
  const { tap, gestures } = told();
  tap({ x: 1, y: 2 }, "mouse");
  expect(gestures.tap).toHaveBeenCalledOnce();
});
