import { expect, test } from "vitest";
import { waitAfter } from "./retry.ts";

test("what failed is asked for again, each time later, and in the end only when a person says so", () => {
  expect([1, 2, 3, 4, 5].map(waitAfter)).toEqual([1000, 2000, 4000, 8000, null]);
});
