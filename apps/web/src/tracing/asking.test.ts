import type { Span, Tracing } from "@flipdocs/tracing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { tracedAsk } from "./asking.ts";
import { traceWith } from "./tracing.ts";

const TOKEN = "Zm9sZGVkLWF0LXJhbmRvbS0x";
const end = vi.fn<Span["end"]>();
const begin = vi.fn<Tracing["begin"]>(() => ({ traceparent: "child", end }));
const ask = vi.fn(async (_traceparent: string | undefined) => new Response(null, { status: 204 }));

beforeEach(() => {
  vi.clearAllMocks();
  traceWith({ begin, counts: vi.fn(), flush: vi.fn(), close: vi.fn() });
});
afterEach(() => traceWith(undefined));

test("what is asked belongs to the request, and what the API does of it to that", async () => {
  await tracedAsk("GET", `/v1/shares/${TOKEN}/search?q=word`, "parent", ask);
  const facts = { "http.request.method": "GET", "http.route": "/v1/shares/:id/search" };
  expect(begin.mock.calls).toEqual([["GET /v1/shares/:id/search", { kind: "client", parent: "parent", facts }]]);
  expect(ask).toHaveBeenCalledExactlyOnceWith("child");
  expect(end).toHaveBeenCalledExactlyOnceWith({ facts: { "http.response.status_code": 204 }, failed: false });
});

test("whoever does not answer is told of by the error's name alone, and the error is thrown", async () => {
  ask.mockRejectedValueOnce(new TypeError(`no answer from /v1/shares/${TOKEN}`));
  await expect(tracedAsk("GET", "/v1/books", "parent", ask)).rejects.toThrow("no answer");
  expect(end).toHaveBeenCalledExactlyOnceWith({ failed: true, facts: { "error.type": "TypeError" } });
});

test("where nothing is traced the proxy's own word is passed on", async () => {
  traceWith(undefined);
  await tracedAsk("GET", "/v1/books", "of the proxy", ask);
  expect(ask).toHaveBeenCalledExactlyOnceWith("of the proxy");
  expect(begin).not.toHaveBeenCalled();
});
