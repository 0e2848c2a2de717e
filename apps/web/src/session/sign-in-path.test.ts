import { expect, test } from "vitest";
import { signInPath } from "./sign-in-path.ts";

test.each([
  [undefined, "/sign-in?next=/library"],
  ["signed-out", "/sign-in?next=/library&problem=signed-out"],
  ["invalid", "/sign-in?next=/library"],
  [["signed-out", "invalid"], "/sign-in?next=/library"],
])("of a form that came back with %j nothing is said but that the session has ended", (problem, path) => {
  expect(signInPath("/library", problem)).toBe(path);
});
