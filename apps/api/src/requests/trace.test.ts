import { expect, test } from "vitest";
import { traceOf } from "./trace.ts";

const request = (id?: string) => new Request("http://api.test", { headers: id ? { "x-request-id": id } : {} });

test("a request keeps the id that the proxy gave it", () => {
  expect(traceOf(request("0123456789abcdef")).id).toBe("0123456789abcdef");
});

test("a request without an id gets one, and keeps it", () => {
  const asked = request();
  expect(traceOf(asked).id).toMatch(/^[\w-]{36}$/);
  expect(traceOf(asked).id).toBe(traceOf(asked).id);
});

test.each(["short", "x".repeat(65), 'forged","level":"error'])("an id like %j is not taken over", (id) => {
  expect(traceOf(request(id)).id).not.toBe(id);
});
