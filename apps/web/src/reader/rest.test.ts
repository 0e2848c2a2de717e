import type { PageFlip } from "page-flip";
import { expect, test, vi } from "vitest";
import { restWhenStill } from "./rest.ts";

/** A book of page-flip's, and how often it is drawn in so many frames of the screen. */
function book() {
  const told = new Map<string, () => void>();
  const drawn = vi.fn();
  const render = { drawFrame: drawn };
  const flip = {
    state: "read",
    getRender: () => render,
    getState: () => flip.state,
    on: (name: string, listener: () => void) => {
      told.set(name, listener);
      return flip;
    },
  };
  const wake = restWhenStill(flip as unknown as PageFlip);
  const frames = (count: number) => {
    drawn.mockClear();
    for (let frame = 0; frame < count; frame++) render.drawFrame();
    return drawn.mock.calls.length;
  };
  return { flip, told, wake, frames };
}

test("a book that lies still is drawn a few times, and then no more", () => {
  const { frames } = book();
  expect(frames(100)).toBe(10);
  expect(frames(100)).toBe(0);
});

test("one that turns is drawn with each frame, and a few times after", () => {
  const { flip, frames } = book();
  frames(100);
  flip.state = "flipping";
  expect(frames(100)).toBe(100);
  flip.state = "read";
  expect(frames(100)).toBeLessThanOrEqual(10);
});

test.each(["flip", "changeState", "changeOrientation"])("%s is drawn", (name) => {
  const { told, frames } = book();
  frames(100);
  told.get(name)?.();
  expect(frames(100)).toBe(10);
});

test("so is one that was laid out anew", () => {
  const { wake, frames } = book();
  frames(100);
  wake();
  expect(frames(100)).toBe(10);
});
