import { NewCredentials } from "@flipdocs/contract";
import { expect, test } from "vitest";
import { credentialsProblem } from "./credentials-problem.ts";

function problemOf(email: string, password: string): string {
  const typed = NewCredentials.safeParse({ email, password });
  return typed.error ? credentialsProblem(typed.error) : "";
}

test("says nothing about good credentials", () => {
  expect(problemOf("a@example.org", "long enough")).toBe("");
});

test("says how an address looks", () => {
  expect(problemOf("nobody", "long enough")).toContain("you@example.org");
});

test.each([
  ["a".repeat(72), ""],
  ["a".repeat(73), "8 to 72 characters"],
  [`${"a".repeat(70)}é`, ""],
  [`${"a".repeat(71)}é`, "letters such as é"],
])("takes of %s every byte, or says why not", (password, why) => {
  expect(problemOf("a@example.org", password)).toContain(why);
  expect(problemOf("a@example.org", password) === "").toBe(why === "");
});

test("says how long a password is", () => {
  expect(problemOf("a@example.org", "short")).toContain("8 to 72 characters");
});
