import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { expect, test } from "vitest";
import { consume, hashOf } from "./limiter.ts";

const refusing = (refusal: unknown) =>
  ({ consume: async () => Promise.reject(refusal) }) as unknown as RateLimiterMemory;

test.each([
  [0, "1", "1 minute"],
  [900, "1", "1 minute"],
  [1001, "2", "1 minute"],
  [60_000, "60", "1 minute"],
  [60_001, "61", "2 minutes"],
  [900_000, "900", "15 minutes"],
])("%d ms are told as %s seconds to programs, and %s to people", async (ms, seconds, words) => {
  const refusal = new RateLimiterRes(0, ms, 1, false);
  await expect(consume(refusing(refusal), "ada", "Too many links.")).rejects.toMatchObject({
    kind: "too-many-requests",
    detail: `Too many links. Try again in ${words}.`,
    headers: { "retry-after": seconds },
  });
});

test("as many as may be are let through, each key for itself", async () => {
  const limiter = new RateLimiterMemory({ points: 2, duration: 60, keyPrefix: "test" });
  for (const key of ["ada", "ada", "grace"]) await consume(limiter, key, "Too many.");
  await expect(consume(limiter, "ada", "Too many.")).rejects.toMatchObject({ kind: "too-many-requests" });
});

test("what a limiter cannot tell is no refusal", async () => {
  const away = new Error("Connection is closed");
  await expect(consume(refusing(away), "ada", "Too many.")).rejects.toBe(away);
});

test("a text stands in Redis by its hash: the same for the same, and nothing to read", () => {
  expect([hashOf("ada"), hashOf("Ada")]).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}$/),
    expect.not.stringMatching(new RegExp(hashOf("ada"))),
  ]);
});
