import { Problem as Shape } from "@flipdocs/contract";
import { describe, expect, test } from "vitest";
import { problemFromError } from "./from-error.ts";
import { Problem } from "./problem.ts";

test("a problem is answered as problem+json, in the contract's shape", async () => {
  const response = new Problem("not-a-pdf", "Choose another file.").toResponse();
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(Shape.parse(await response.json())).toEqual({
    type: "urn:flipdocs:problem:not-a-pdf",
    title: "This file is not a PDF",
    status: 415,
    detail: "Choose another file.",
  });
});

describe("whatever is thrown becomes a problem", () => {
  test.each([
    ["PARSE", new Error("Bad Request"), 400],
    ["UNKNOWN", new Error("connect ECONNREFUSED 10.0.0.7:6379"), 503],
    ["UNKNOWN", new Error("Reached the max retries per request limit (which is 1)."), 503],
    ["UNKNOWN", new Error("a mistake of ours"), 500],
    ["UNKNOWN", "not even an Error", 500],
    ["UNKNOWN", new Problem("email-taken"), 409],
    ["PARSE", new Error("while reading", { cause: new Problem("signed-out") }), 401],
  ])("%s %s", (code, error, status) => {
    expect(problemFromError(code, error).status).toBe(status);
  });

  test("and one of ours tells nothing about our insides", () => {
    const problem = problemFromError("UNKNOWN", new Error("relation books does not exist"));
    expect(JSON.stringify([problem.title, problem.detail])).not.toContain("books");
    expect(problem.cause).toBeInstanceOf(Error);
  });

  test("and a wrong input tells where and why, not what was sent", () => {
    const invalid = {
      all: [{ path: "/password", message: "Too small", value: "5ecret", summary: "5ecret is small" }],
    };
    expect(problemFromError("VALIDATION", invalid).detail).toBe("password: Too small");
  });
});
