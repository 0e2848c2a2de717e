import { expect, test } from "vitest";
import { cells, faults, type Report } from "./report.ts";

const report = (performance: number, seo: number | null = 1, seconds = 1): Report => ({
  categories: {
    performance: { score: performance, auditRefs: [] },
    accessibility: { score: 1, auditRefs: [] },
    "best-practices": { score: 1, auditRefs: [] },
    seo: {
      score: seo,
      auditRefs: [
        { id: "title", weight: 1 },
        { id: "data", weight: 0 },
      ],
    },
  },
  audits: {
    "largest-contentful-paint": { score: 1, title: "Largest", numericValue: seconds * 1000 },
    title: { score: seo, title: "Has a title" },
    data: { score: 0, title: "Is by hand" },
  },
});

test("of several runs the middle one's performance counts, and of all else the worst", () => {
  expect(cells([report(0.9, 1, 3), report(0.97, 0.9, 1.24), report(0.98)])).toEqual(["97 (1.2 s)", "100", "100", "90"]);
});

test("what failed is told once, and what counts for nothing is not", () => {
  expect(faults([report(1, 0.5), report(1, 0.5)])).toEqual(["seo: Has a title (title)"]);
  expect(faults([report(1)])).toEqual([]);
});

test("a page that could not be looked at has no score", () => {
  expect(() => cells([report(1, null)])).toThrow("no score for seo");
});
