import { Credentials } from "@flipdocs/contract";
import { expect, test } from "vitest";
import { credentialsProblem } from "./credentials-problem.ts";

function problemOf(email: string, password: string): string {
  const typed = Credentials.safeParse({ email, password });
  return typed.error ? credentialsProblem(typed.error) : "";
}

test("says nothing about good credentials", () => {
  expect(problemOf("a@example.org", "long enough")).toBe("");
});

test("says how an address looks", () => {
  expect(problemOf("nobody", "long enough")).toContain("you@example.org");
});

test("says how long a password is", () => {
  expect(problemOf("a@example.org", "short")).toBe("A password has 8 to 72 characters.");
});
