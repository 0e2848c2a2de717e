import { RateLimiterMemory } from "rate-limiter-flexible";
import { expect, test, vi } from "vitest";
import { Problem } from "../problems/problem.ts";
import { addressKey, attemptsWith, untilBeat } from "./attempts.ts";

const ADA = { email: "ada@flipdocs.test", address: "192.0.2.1" };

function attempts(account: number, address: number) {
  const limiter = (points: number, keyPrefix: string) => new RateLimiterMemory({ points, duration: 900, keyPrefix });
  const wait = vi.fn(async () => undefined);
  const { make } = attemptsWith({ account: limiter(account, "account"), address: limiter(address, "address") }, wait);
  const wrong = vi.fn(() => Promise.reject(new Problem("wrong-credentials")));
  const kindOf = (trier: { email: string; address: string | undefined }, signIn: () => Promise<unknown> = wrong) =>
    make(trier, signIn).then(
      () => "in",
      (error: unknown) => (error instanceof Problem ? error.kind : error),
    );
  return { make, kindOf, wrong, wait };
}

test("after too many wrong passwords for an account not even the right one is tried, wherever it comes from", async () => {
  const { kindOf, wrong } = attempts(3, 100);
  for (let turn = 0; turn < 3; turn++) expect(await kindOf(ADA)).toBe("wrong-credentials");
  const right = vi.fn(async () => "session");
  expect(await kindOf(ADA, right)).toBe("too-many-requests");
  expect(await kindOf({ email: " ADA@flipdocs.test", address: "192.0.2.2" }, right)).toBe("too-many-requests");
  expect([right.mock.calls.length, wrong.mock.calls.length]).toEqual([0, 3]);
  expect(await kindOf({ ...ADA, email: "grace@flipdocs.test" }, right)).toBe("in");
});

test("many at once are counted like one after the other", async () => {
  const { kindOf, wrong } = attempts(3, 100);
  await Promise.all(Array.from({ length: 250 }, () => kindOf(ADA)));
  expect(wrong).toHaveBeenCalledTimes(3);
});

test("after too many wrong passwords an address tries no other account, and locks none", async () => {
  const { kindOf } = attempts(3, 2);
  for (const email of ["a@x.test", "b@x.test"]) expect(await kindOf({ ...ADA, email })).toBe("wrong-credentials");
  for (let turn = 0; turn < 5; turn++) expect(await kindOf(ADA)).toBe("too-many-requests");
  expect(await kindOf({ ...ADA, address: "192.0.2.9" }, async () => "session")).toBe("in");
});

test("says when to come again", async () => {
  const { make, kindOf, wrong } = attempts(1, 100);
  await kindOf(ADA);
  await expect(make(ADA, wrong)).rejects.toMatchObject({
    detail: "Too many wrong passwords. Try again in 15 minutes.",
    headers: { "retry-after": expect.stringMatching(/^(900|89\d)$/) },
  });
});

test("who comes in has mistyped before, and that is forgotten", async () => {
  const { kindOf } = attempts(3, 4);
  for (let turn = 0; turn < 6; turn++) {
    expect(await kindOf(ADA, async () => "session")).toBe("in");
  }
  expect([await kindOf(ADA), await kindOf(ADA), await kindOf(ADA, async () => "session")]).toEqual([
    "wrong-credentials",
    "wrong-credentials",
    "in",
  ]);
  expect([await kindOf(ADA), await kindOf(ADA)]).toEqual(["wrong-credentials", "wrong-credentials"]);
});

test("a Supabase that is away says nothing about a password", async () => {
  const { kindOf } = attempts(2, 2);
  const away = () => Promise.reject(new Problem("unavailable"));
  for (let turn = 0; turn < 5; turn++) expect(await kindOf(ADA, away)).toBe("unavailable");
});

test("where a request came from need not be known", async () => {
  const { kindOf } = attempts(1, 1);
  expect(await kindOf({ ...ADA, address: undefined })).toBe("wrong-credentials");
  expect(await kindOf({ ...ADA, address: undefined })).toBe("too-many-requests");
});

test("only a wrong password waits for the beat", async () => {
  const { kindOf, wait } = attempts(10, 10);
  await kindOf(ADA, async () => "session");
  expect(wait).not.toHaveBeenCalled();
  await kindOf(ADA);
  expect(wait).toHaveBeenCalledOnce();
});

test.each([
  [11, 489],
  [198, 302],
  [500, 0],
  [501, 499],
])("what took %i ms ends on the beat after another %i", (elapsed, ms) => {
  expect(untilBeat(elapsed)).toBe(ms);
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:0DB8:0001:0002::6", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
])("%s is counted as %s", (address, key) => {
  expect(addressKey(address)).toBe(key);
});
