import { expect, test } from "vitest";
import { ApiError } from "@/api/problem.ts";
import { isAway } from "./away.tsx";

test.each([0, 500, 502, 503])("an API that answers %i is away", (status) => {
  expect(isAway(new ApiError(status, ""))).toBe(true);
});

test.each([new ApiError(401, ""), new ApiError(404, ""), new Error("NEXT_REDIRECT")])("%s is an answer", (error) => {
  expect(isAway(error)).toBe(false);
});
