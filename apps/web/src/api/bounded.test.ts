import { expect, test } from "vitest";
import { bounded } from "./bounded.ts";

test("an answer without end is read only so far", async () => {
  const body = new ReadableStream({ pull: (out) => out.enqueue(new Uint8Array(1000)) });
  await expect(bounded(new Response(body), 10_000).text()).rejects.toThrow("more than 10000 bytes");
});

test.each([
  ["just as much as is allowed", 200, "x".repeat(100)],
  ["nothing", 204, null],
])("one of %s is read as it is", async (_, status, body) => {
  const answer = bounded(new Response(body, { status, headers: { "x-kept": "1" } }), 100);
  expect([answer.status, answer.headers.get("x-kept"), await answer.text()]).toEqual([status, "1", body ?? ""]);
});
