import { expect, test } from "vitest";
import { deedsAt } from "./deeds.ts";

const press = (pointerType: string, on: string) => ({
  pointerType,
  target: Object.assign(new EventTarget(), { closest: (selector: string) => selector.split(", ").includes(on) }),
});

test.each([
  ["mouse", "p", false, { pull: true, tap: true }],
  ["mouse", "[data-word]", false, { pull: false, tap: true }],
  ["touch", "[data-word]", false, { pull: true, tap: true }],
  ["touch", "a", false, { pull: true, tap: false }],
  ["mouse", "button", false, { pull: true, tap: false }],
  ["mouse", "p", true, { pull: true, tap: false }],
])("a %s on %s, with something selected: %j, may %j", (pointer, on, isSelected, deeds) => {
  expect(deedsAt(press(pointer, on), isSelected)).toEqual(deeds);
});
