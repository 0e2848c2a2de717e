import { expect, test, vi } from "vitest";
import { readWithin } from "./read-within.ts";

const answer = (body: string | null, headers: Record<string, string> = {}) => new Response(body, { headers });

test.each<[string, string | null, Record<string, string>, string | null]>([
  ["whole", "abcd", { "content-length": "4" }, "abcd"],
  ["as long as it may be", "abcde", {}, "abcde"],
  ["without a length", "abcd", {}, "abcd"],
  ["empty", "", {}, ""],
  ["without a body", null, {}, ""],
  ["longer than it may be", "abcdef", {}, null],
  ["shorter than it says", "abc", { "content-length": "4" }, null],
  ["longer than it says", "abcd", { "content-length": "3" }, null],
  ["packed, whose length is another one", "abcd", { "content-length": "2", "content-encoding": "gzip" }, "abcd"],
])("an answer that is %s", async (_, body, headers, read) => {
  const bytes = await readWithin(answer(body, headers), 5);
  expect(bytes && Buffer.from(bytes).toString()).toBe(read);
});

test("one that says at once that it is too long is not read, and its connection let go", async () => {
  const [pull, cancel] = [vi.fn(), vi.fn()];
  const body = new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
  expect(await readWithin(new Response(body, { headers: { "content-length": "6" } }), 5)).toBeNull();
  expect([pull.mock.calls.length, cancel.mock.calls.length]).toEqual([0, 1]);
});

test("pieces are put together in their order", async () => {
  const body = new ReadableStream({
    start: (out) => {
      for (const piece of ["ab", "c", "de"]) out.enqueue(Buffer.from(piece));
      out.close();
    },
  });
  expect(Buffer.from((await readWithin(new Response(body), 5)) ?? []).toString()).toBe("abcde");
});
