import { expect, test } from "vitest";
import { accountWords } from "./outcome.ts";

test.each([
  [{}, "", ""],
  [{ done: "password" }, "is changed", ""],
  [{ done: "constructor" }, "", ""],
  [{ problem: "wrong-credentials" }, "", "not your password"],
  [{ problem: "invalid", done: "password" }, "", "no new password"],
  [{ problem: "too-many-requests" }, "", "too often"],
])("%j says what became of it", (asked, done, problem) => {
  const words = accountWords(asked);
  expect([words.done, words.problem]).toEqual([expect.stringContaining(done), expect.stringContaining(problem)]);
  expect([words.done === "", words.problem === ""]).toEqual([done === "", problem === ""]);
});
