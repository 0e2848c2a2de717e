import type { Ending, Tracing } from "@flipdocs/tracing";
import { beforeEach, expect, test, vi } from "vitest";
import { tracedJob, tracedPages } from "./jobs.ts";

const told: [name: string, parent: string | null | undefined, ending: Ending][] = [];
const begin: Tracing["begin"] = (name, { parent }) => ({
  traceparent: name,
  end: (ending = {}) => void told.push([name, parent, ending]),
});
const tracing: Tracing = { begin, counts: vi.fn(), flush: vi.fn(), close: vi.fn() };

beforeEach(() => void told.splice(0));

async function* pages(count: number, failure?: Error) {
  for (let number = 1; number <= count; number++) yield number;
  if (failure) throw failure;
}
const all = (source: AsyncIterable<number>) => Array.fromAsync(tracedPages(source, 11));

test("a batch of pages belongs to its job, and that to the request which asked for the book", async () => {
  const made = await tracedJob(tracing, "make", "of the upload", () => all(pages(3)));
  expect(made).toEqual([1, 2, 3]);
  expect(told).toEqual([
    ["render pages", "make", { facts: { "flipdocs.pages.count": 3 } }],
    ["make", "of the upload", {}],
  ]);
});

test("a batch that breaks says how far it came, and not why in words of the file's", async () => {
  const failing = tracedJob(tracing, "make", undefined, () => all(pages(2, new RangeError("a secret title"))));
  await expect(failing).rejects.toThrow("a secret title");
  const facts = { "error.type": "RangeError" };
  expect(told).toEqual([
    ["render pages", "make", { failed: true, facts: { ...facts, "flipdocs.pages.count": 2 } }],
    ["make", undefined, { failed: true, facts }],
  ]);
});

test("a batch that nobody wants any more ends where it is left, and ends the renderer", async () => {
  const source = pages(9);
  await tracedJob(tracing, "make", undefined, async () => {
    for await (const page of tracedPages(source, 1)) if (page === 4) return;
  });
  expect(told[0]).toEqual(["render pages", "make", { facts: { "flipdocs.pages.count": 4 } }]);
  expect(await source.next()).toEqual({ done: true, value: undefined });
});

test("without tracing a job is only done", async () => {
  expect(await tracedJob(undefined, "make", undefined, () => all(pages(1)))).toEqual([1]);
  expect(told).toEqual([]);
});
