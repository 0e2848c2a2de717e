import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Collector, collector } from "../../../testing/otlp.ts";
import { MOST_WAITING } from "./counted.ts";
import { openTracing, type Service } from "./otlp.ts";
import type { Tracing } from "./tracing.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const OF_PROXY = `00-${TRACE}-${TRACE.slice(0, 16)}-01`;

let taker: Collector;
const opened: Tracing[] = [];
const tell = vi.fn<Service["tell"]>();

function opening(service: Partial<Service> = {}): Tracing {
  const tracing = openTracing({ name: "web", release: "v1", endpoint: taker.url, share: 1, tell, ...service });
  opened.push(tracing);
  return tracing;
}

beforeEach(async () => {
  tell.mockClear();
  taker = await collector();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
  taker.close();
});

test("what the proxy has numbered keeps its number, and begins with whoever the proxy asks", async () => {
  const tracing = opening();
  const page = tracing.begin("GET", { kind: "server", parent: OF_PROXY });
  const asked = tracing.begin("GET /v1/books/:id", { kind: "client", parent: page.traceparent });
  asked.end({ failed: true, facts: { "http.response.status_code": 503 } });
  page.end({ name: "GET /books/[id]", facts: { "http.route": "/books/[id]" } });
  await tracing.flush();
  const [second, first] = taker.spans;
  expect(first).toMatchObject({ service: "web", name: "GET /books/[id]", traceId: TRACE, parent: undefined });
  expect(second).toMatchObject({ name: "GET /v1/books/:id", traceId: TRACE, parent: first?.spanId, failed: true });
  expect(first?.facts).toEqual({ "http.route": "/books/[id]" });
  expect(tracing.counts()).toEqual({ sent: 2, failed: 0, dropped: 0 });
});

test("without anybody who caused it a trace has a number of its own, which the next one does not get", async () => {
  const tracing = opening();
  const ids = [OF_PROXY, undefined, "no traceparent"].map(
    (parent) => tracing.begin("x", { kind: "server", parent }).traceparent.split("-")[1],
  );
  expect(ids[0]).toBe(TRACE);
  expect(new Set(ids).size).toBe(3);
});

test("of what the proxy asks a share is kept, the same by every service; of what is caused here, what its cause is", () => {
  const [web, api] = [opening({ share: 0.5 }), opening({ share: 0.5 })];
  const numbers = Array.from({ length: 200 }, () => crypto.randomUUID().replaceAll("-", ""));
  const kept = (tracing: Tracing) =>
    numbers.filter((id) =>
      tracing.begin("x", { kind: "server", parent: `00-${id}-${id.slice(0, 16)}-01` }).traceparent.endsWith("-01"),
    );
  expect(kept(web)).toEqual(kept(api));
  // One of 2^200 runs has none or all of them.
  expect(kept(web).length).toBeGreaterThan(0);
  expect(kept(web).length).toBeLessThan(numbers.length);
  const caused = (flags: string) =>
    opening({ share: 0 }).begin("x", { kind: "server", parent: `00-${TRACE}-00f067aa0ba902b7-${flags}` }).traceparent;
  expect([caused("01").slice(-2), caused("00").slice(-2)]).toEqual(["01", "00"]);
});

test("what is not kept is not sent", async () => {
  const tracing = opening({ share: 0 });
  tracing.begin("x", { kind: "server" }).end();
  await tracing.flush();
  expect([taker.text(), tracing.counts()]).toEqual(["", { sent: 0, failed: 0, dropped: 0 }]);
});

test("spans that nobody takes are counted as failed; that they are not, and that they are again, is told once", async () => {
  const tracing = opening();
  const sent = async (status: number) => {
    taker.answer(status);
    tracing.begin("x", { kind: "server" }).end();
    await tracing.flush();
  };
  for (const status of [400, 400, 200, 200]) await sent(status);
  expect(tracing.counts()).toEqual({ sent: 2, failed: 2, dropped: 0 });
  expect(tell.mock.calls).toEqual([[expect.any(String)], [undefined]]);
});

test("where nobody is nothing throws, and the end comes all the same", async () => {
  taker.close();
  const tracing = opening();
  tracing.begin("x", { kind: "server" }).end();
  await expect(tracing.close()).resolves.toBeUndefined();
  opened.length = 0;
});

test("more than may wait are dropped, and counted", () => {
  const tracing = opening();
  for (let count = 0; count < 2 * MOST_WAITING; count++) tracing.begin("x", { kind: "server" }).end();
  const { dropped } = tracing.counts();
  expect(dropped).toBeGreaterThan(0);
  expect(dropped).toBeLessThan(2 * MOST_WAITING);
});
