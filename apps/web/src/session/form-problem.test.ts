import { expect, test } from "vitest";
import { formProblem } from "./form-problem.ts";

test.each([
  [undefined, ""],
  [["a", "b"], ""],
  ["wrong-credentials", "The email address or the password is wrong."],
  ["invalid", "Look again."],
  ["<script>", "That did not work. Try again."],
  ["constructor", "That did not work. Try again."],
  ["__proto__", "That did not work. Try again."],
])("%j reads %j", (kind, words) => {
  expect(formProblem(kind, "Look again.")).toBe(words);
});
