import type { Span, Tracing } from "@flipdocs/tracing";
import { within } from "@flipdocs/tracing/current";
import { expect, test, vi } from "vitest";
import { operationOf, tracedFetch } from "./supabase.ts";

const BASE = "https://project.supabase.test";
const TOKEN = "Zm9sZGVkLWF0LXJhbmRvbS0x";

test.each([
  ["/rest/v1/books?id=eq.7&title=ilike.*secret*", "rest/books"],
  ["/rest/v1/rpc/own_books", "rest/rpc/own_books"],
  ["/auth/v1/token?grant_type=password", "auth/token"],
  ["/auth/v1/admin/users/0b1e5c0a-58a5-4b1f-9c7e-0d3f6d1f2a11", "auth/admin"],
  ["/storage/v1/object/pages/0b1e5c0a/7/1.jpg", "storage/pages"],
  ["/storage/v1/object/list/originals", "storage/originals"],
  ["/storage/v1/object/authenticated/pages/0b1e5c0a/1.jpg", "storage/pages"],
  [`/rest/v1/${TOKEN}`, "rest/other"],
  [`/${TOKEN}`, "other"],
])("%s is %s", (path, operation) => {
  expect(operationOf(BASE + path)).toBe(operation);
});

test("a call is a span that says what was asked of which table, and how it ended", async () => {
  const end = vi.fn<Span["end"]>();
  const begin = vi.fn<Tracing["begin"]>(() => ({ traceparent: "child", end }));
  const tracing: Tracing = { begin, counts: vi.fn(), flush: vi.fn(), close: vi.fn() };
  const answering = Object.assign(async () => new Response(null, { status: 503 }), { preconnect: fetch.preconnect });
  const ask = () => tracedFetch(answering)(`${BASE}/rest/v1/shares?token=eq.${TOKEN}`, { method: "PATCH" });
  await within(tracing, { traceparent: "parent", end }, ask);
  expect(begin).toHaveBeenCalledExactlyOnceWith("supabase PATCH rest/shares", {
    kind: "client",
    parent: "parent",
    facts: {
      "db.system.name": "postgresql",
      "db.operation.name": "rest/shares",
      "http.request.method": "PATCH",
    },
  });
  expect(end).toHaveBeenCalledExactlyOnceWith({ facts: { "http.response.status_code": 503 }, failed: true });
});
