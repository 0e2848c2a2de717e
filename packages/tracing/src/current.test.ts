import { expect, test, vi } from "vitest";
import { beginWithin, currentTraceparent, spanned, within } from "./current.ts";
import type { Beginning, Ending, Tracing } from "./tracing.ts";

/** Tells what begins and ends; a span's traceparent is its name. */
function recorder() {
  const told: [name: string, parent: string | null | undefined, ending: Ending][] = [];
  const begin = (name: string, { parent }: Beginning) => ({
    traceparent: name,
    end: (ending: Ending = {}) => void told.push([name, parent, ending]),
  });
  const tracing: Tracing = { begin, counts: vi.fn(), flush: vi.fn(), close: vi.fn() };
  return { told, tracing, root: begin("root", { kind: "server" }) };
}

test("what is done within a span belongs to it, however deep and late", async () => {
  const { told, tracing, root } = recorder();
  await within(tracing, root, () =>
    spanned("job", { kind: "internal" }, async () => {
      await Promise.resolve();
      await spanned("query", { kind: "client" }, async () => undefined);
    }),
  );
  expect(told.map(([name, parent]) => [name, parent])).toEqual([
    ["query", "job"],
    ["job", "root"],
  ]);
});

test("what fails says only the name of what was thrown, and throws it", async () => {
  const { told, tracing, root } = recorder();
  const failing = () => spanned("job", { kind: "internal" }, () => Promise.reject(new TypeError("a secret")));
  await expect(within(tracing, root, failing)).rejects.toThrow("a secret");
  expect(told).toEqual([["job", "root", { failed: true, facts: { "error.type": "TypeError" } }]]);
});

test("where nothing is traced it is only done", async () => {
  expect(await spanned("job", { kind: "internal" }, async () => 1)).toBe(1);
  expect([currentTraceparent(), beginWithin("x", { kind: "client" })]).toEqual([undefined, undefined]);
});
