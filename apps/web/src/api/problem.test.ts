import { expect, test } from "vitest";
import { apiError } from "./problem.ts";

test("says what the API's problem says", () => {
  const body = JSON.stringify({
    type: "about:blank",
    title: "Conflict",
    status: 409,
    detail: "Already taken.",
  });
  expect(apiError(409, body)).toMatchObject({ status: 409, message: "Already taken." });
});

test("falls back to the title of a problem without detail", () => {
  const body = JSON.stringify({ type: "about:blank", title: "Not found", status: 404 });
  expect(apiError(404, body).message).toBe("Not found");
});

test.each([
  [0, "cannot be reached"],
  [413, "up to 32 MB"],
  [429, "Wait a few seconds"],
  [502, "(502)"],
])("explains a %i that is not a problem", (status, words) => {
  expect(apiError(status, "<html>")).toMatchObject({ status, message: expect.stringContaining(words) });
});

test.each([
  [401, "<!doctype html><title>Sign in to the hotel's network</title>"],
  [404, ""],
  [403, "{}"],
  [302, ""],
  [404, '{"type":"about:blank","title":"Unauthorized","status":401}'],
])("a %i with %j is not the API's: nothing is missing, and nobody is signed out", (status, body) => {
  expect(apiError(status, body)).toMatchObject({ status: 0, message: expect.stringContaining("cannot be reached") });
});
