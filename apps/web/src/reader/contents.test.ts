import { expect, test } from "vitest";
import { ApiError } from "@/api/problem.ts";
import { contentsIn, NO_CONTENTS } from "./contents.ts";

test("a book whose contents nobody knows yet can be read", async () => {
  expect(await contentsIn(Promise.reject(new ApiError(404, "There is nothing here")))).toEqual(NO_CONTENTS);
});

test("an API that is away is not one without contents", async () => {
  await expect(contentsIn(Promise.reject(new ApiError(503, "away")))).rejects.toThrow("away");
});
