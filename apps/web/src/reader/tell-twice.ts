import { TWICE_WITHIN } from "./follow-zoom.ts";
import type { Gestures, Point } from "./gestures.ts";

/**
 * Tells two taps of a finger from one: that one waits until no second can follow. A mouse's click is told at once.
 *
 * @param gestures - are told all else
 * @param twice - is told of two taps, where the second one was
 */
export function tellTwice(gestures: Gestures, twice: (at: Point) => void): Gestures {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return {
    ...gestures,
    tap: (at, by) => {
      if (by === "mouse") return gestures.tap(at, by);
      const isSecond = waiting !== undefined;
      clearTimeout(waiting);
      waiting = undefined;
      if (isSecond) return twice(at);
      waiting = setTimeout(() => {
        waiting = undefined;
        gestures.tap(at, by);
      }, TWICE_WITHIN);
    },
  };
}
