import { tracingChannel } from "node:diagnostics_channel";
import type { Beginning, Span, Tracing } from "@flipdocs/tracing";
import { within } from "@flipdocs/tracing/current";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { traceRedis } from "./redis.ts";

const end = vi.fn<Span["end"]>();
const begin = vi.fn<(name: string, beginning: Beginning) => Span>(() => ({ traceparent: "child", end }));
const tracing: Tracing = { begin, counts: vi.fn(), flush: vi.fn(), close: vi.fn() };

let stop: () => void;
beforeEach(() => {
  vi.clearAllMocks();
  stop = traceRedis();
});
afterEach(() => stop());

/** A command as ioredis tells of it. */
const send = (work: () => Promise<unknown>, command = "hgetall") =>
  tracingChannel("ioredis:command").tracePromise(work, { command, args: ["session:of-somebody"] });
const onBehalf = <T>(work: () => T) => within(tracing, { traceparent: "parent", end: vi.fn() }, work);

test("a command on behalf of a request is a span, without its key", async () => {
  await onBehalf(() => send(async () => "OK"));
  expect(begin.mock.calls.map(([name, { parent }]) => [name, parent])).toEqual([["redis HGETALL", "parent"]]);
  expect(JSON.stringify(begin.mock.calls)).not.toContain("session:");
  expect(end).toHaveBeenCalledExactlyOnceWith({ failed: false });
});

test("one that fails says so", async () => {
  const failing = onBehalf(() => send(() => Promise.reject(new Error("READONLY"))));
  await expect(failing).rejects.toThrow("READONLY");
  expect(end).toHaveBeenCalledExactlyOnceWith({ failed: true });
});

test("what nobody asked for is none, and what is no command", async () => {
  await send(async () => "PONG", "ping");
  await onBehalf(() => send(async () => "OK", "get session:of-somebody"));
  expect(begin).not.toHaveBeenCalled();
});
