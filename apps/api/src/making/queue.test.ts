import { expect, test } from "vitest";
import { priorityOf } from "./queue.ts";

test("first pages come before the rest of anybody's book, and everybody's first book before anybody's second", () => {
  const waiting = {
    "rest of Ada's first": priorityOf(1, true),
    "Ada's third": priorityOf(3, false),
    "Grace's first": priorityOf(1, false),
    "rest of Ada's second": priorityOf(2, true),
    "Ada's thousands": priorityOf(5000, false),
  };
  const order = Object.entries(waiting).sort(([, one], [, other]) => one - other);
  expect(order.map(([whose]) => whose)).toEqual([
    "Grace's first",
    "Ada's third",
    "Ada's thousands",
    "rest of Ada's first",
    "rest of Ada's second",
  ]);
});

test("no job is without a priority: BullMQ would take it before all others", () => {
  expect(priorityOf(0, false)).toBe(1);
});
