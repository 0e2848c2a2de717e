import { expect, test } from "vitest";
import { lastOf, linesOf, marksOf, timesOf } from "./graph.ts";

const SPAN = { start: 100, end: 108, step: 2 };

test("a span has both of its ends", () => {
  expect(timesOf(SPAN)).toEqual([100, 102, 104, 106, 108]);
});

test("a line is named by its labels, and has a gap where there is no number", () => {
  const found = [
    { metric: { method: "POST", route: "/b" }, values: [[104, "7"] as [number, string]] },
    {
      metric: { method: "GET", route: "/a" },
      values: [
        [100, "0.5"],
        [102, "NaN"],
        [108, "2"],
      ] as [number, string][],
    },
  ];
  expect(linesOf("{{method}} {{route}}", found, SPAN)).toEqual([
    { name: "GET /a", values: [0.5, null, null, null, 2] },
    { name: "POST /b", values: [null, null, 7, null, null] },
  ]);
});

test("a legend without labels stays as it is, and an unknown label is empty", () => {
  const found = [{ metric: {}, values: [] }];
  expect(linesOf("p95", found, SPAN)[0]?.name).toBe("p95");
  expect(linesOf("on {{host}}", found, SPAN)[0]?.name).toBe("on ");
});

test("a deploy is marked where its series begins", () => {
  const found = [
    {
      metric: { release: "v2" },
      values: [
        [106, "1"],
        [108, "1"],
      ] as [number, string][],
    },
    {
      metric: { release: "v1" },
      values: [
        [100, "1"],
        [106, "1"],
      ] as [number, string][],
    },
  ];
  expect(marksOf("Release {{release}}", found, SPAN)).toEqual([
    { time: 100, text: "Release v1" },
    { time: 106, text: "Release v2" },
    { time: 106, text: "Release v1" },
  ]);
});

test("the last value is the last that there is", () => {
  expect(lastOf({ name: "", values: [1, 2, null] })).toBe(2);
  expect(lastOf({ name: "", values: [null] })).toBeNull();
});
