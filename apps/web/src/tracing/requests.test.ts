import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Ending, Tracing } from "@flipdocs/tracing";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { traceRequests } from "./requests.ts";

const TOKEN = "Zm9sZGVkLWF0LXJhbmRvbS0x";
const OF_PROXY = "00-4bf92f3577b34da6a3ce929d0e0e4736-4bf92f3577b34da6-01";
const OWN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

const end = vi.fn<(ending?: Ending) => void>();
const begin = vi.fn<Tracing["begin"]>(() => ({ traceparent: OWN, end }));
const tracing: Tracing = { begin, counts: vi.fn(), flush: vi.fn(), close: vi.fn() };

let server: Server;
let stop: () => void;
beforeAll(async () => {
  server = createServer(({ headers }, answer) => void answer.end(headers.traceparent)).listen(0, "127.0.0.1");
  await once(server, "listening");
  stop = traceRequests(tracing);
});
afterAll(() => {
  stop();
  server.close();
});
beforeEach(() => vi.clearAllMocks());

const ask = async (path: string, headers: Record<string, string> = { traceparent: OF_PROXY }) => {
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers });
  return answer.text();
};

test("what the proxy passes on is a span by its route, and what is asked on its behalf belongs to it", async () => {
  expect(await ask(`/s/${TOKEN}?q=word`)).toBe(OWN);
  const facts = { "http.request.method": "GET", "http.route": "/s/[token]" };
  expect(begin).toHaveBeenCalledExactlyOnceWith("GET /s/[token]", { kind: "server", parent: OF_PROXY, facts });
  await vi.waitFor(() => expect(end).toHaveBeenCalledOnce());
  expect(end.mock.calls[0]?.[0]).toEqual({ facts: { "http.response.status_code": 200 }, failed: false });
});

test("files are none, and neither is what the proxy has not passed on: health, metrics", async () => {
  expect(await ask("/_next/static/chunks/a.js")).toBe(OF_PROXY);
  expect(await ask("/api/health", {})).toBe("");
  expect(begin).not.toHaveBeenCalled();
});
