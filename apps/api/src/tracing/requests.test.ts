import type { Ending, Tracing } from "@flipdocs/tracing";
import { currentTraceparent } from "@flipdocs/tracing/current";
import { Elysia } from "elysia";
import { beforeEach, expect, test, vi } from "vitest";
import { tracedRequests } from "./requests.ts";

const TOKEN = "Zm9sZGVkLWF0LXJhbmRvbS0x";
const end = vi.fn<(ending?: Ending) => void>();
const begin = vi.fn<Tracing["begin"]>(() => ({ traceparent: "own", end }));
const tracing: Tracing = { begin, counts: vi.fn(), flush: vi.fn(), close: vi.fn() };

const app = new Elysia()
  .use(tracedRequests(tracing))
  .get("/v1/shares/:token", () => currentTraceparent() ?? "none")
  .get("/v1/broken", ({ set }) => {
    set.status = 503;
    return "";
  })
  .get("/health", () => currentTraceparent() ?? "none");
const ask = (path: string, headers = {}) => app.handle(new Request(`http://api.test${path}`, { headers }));

beforeEach(() => vi.clearAllMocks());

test("a request is a span of whoever caused it, by its route and without the token in its address", async () => {
  const answer = await ask(`/v1/shares/${TOKEN}?q=word`, { traceparent: "of the web server" });
  expect(await answer.text()).toBe("own");
  expect(begin.mock.calls[0]?.[1]).toEqual({ kind: "server", parent: "of the web server" });
  await vi.waitFor(() => expect(end).toHaveBeenCalledOnce());
  expect(end.mock.calls[0]?.[0]).toEqual({
    name: "GET /v1/shares/:token",
    facts: { "http.request.method": "GET", "http.route": "/v1/shares/:token", "http.response.status_code": 200 },
    failed: false,
  });
  expect(JSON.stringify([begin.mock.calls, end.mock.calls])).not.toMatch(new RegExp(`${TOKEN}|word`));
});

test("one that fails says so", async () => {
  await ask("/v1/broken");
  await vi.waitFor(() => expect(end).toHaveBeenCalledOnce());
  expect(end.mock.calls[0]?.[0]).toMatchObject({ name: "GET /v1/broken", failed: true });
});

test("what the stack itself asks for is none", async () => {
  expect(await (await ask("/health")).text()).toBe("none");
  expect(begin).not.toHaveBeenCalled();
});

test("without tracing nothing is laid around a request", async () => {
  const plain = new Elysia().use(tracedRequests(undefined)).get("/v1/books", () => currentTraceparent() ?? "none");
  expect(await (await plain.handle(new Request("http://api.test/v1/books"))).text()).toBe("none");
});
