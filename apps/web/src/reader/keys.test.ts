import { expect, test } from "vitest";
import { commandOf, SHORTCUTS } from "./keys.ts";

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...more,
});
const page = { tag: "BODY", types: false };

test.each([
  ["ArrowRight", {}, "right"],
  ["ArrowLeft", {}, "left"],
  ["PageDown", {}, "forward"],
  [" ", {}, "forward"],
  [" ", { shiftKey: true }, "back"],
  ["PageUp", {}, "back"],
  ["Home", {}, "first"],
  ["End", {}, "last"],
  ["/", {}, "search"],
  ["/", { shiftKey: true }, "search"],
  ["F", { shiftKey: true }, "full-screen"],
  ["b", {}, "alone"],
  ["+", { shiftKey: true }, "zoom-in"],
  ["0", {}, "zoom-off"],
  ["?", { shiftKey: true }, "help"],
  ["x", {}, undefined],
])("%j with %j does %s", (key, more, command) => {
  expect(commandOf(press(key, more), page)).toBe(command);
});

test.each(["altKey", "ctrlKey", "metaKey"])("with %s a key is the browser's", (name) => {
  expect(commandOf(press("f", { [name]: true }), page)).toBeUndefined();
});

test("nothing is done where a person types", () => {
  for (const { keys } of SHORTCUTS) {
    for (const key of keys) expect(commandOf(press(key), { tag: "INPUT", types: true })).toBeUndefined();
  }
});

test("Space presses the button that has the focus, and other keys still turn", () => {
  const button = { tag: "BUTTON", types: false };
  expect(commandOf(press(" "), button)).toBeUndefined();
  expect(commandOf(press("PageDown"), button)).toBe("forward");
});

test("no key does two things", () => {
  const keys = SHORTCUTS.flatMap((shortcut) => shortcut.keys);
  expect(new Set(keys).size).toBe(keys.length);
});
