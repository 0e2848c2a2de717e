import { expect, test } from "vitest";
import { dayOf, momentOf } from "./date.ts";

test("a day and a minute are those of UTC, wherever they are read", () => {
  expect([dayOf("2026-11-27T23:30:00.000Z"), momentOf("2026-11-27T23:30:00.000Z")]).toEqual([
    "27 Nov 2026",
    "27 Nov 2026, 23:30 UTC",
  ]);
});
