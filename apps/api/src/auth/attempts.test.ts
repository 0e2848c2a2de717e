import { RateLimiterMemory } from "rate-limiter-flexible";
import { expect, test, vi } from "vitest";
import { Problem } from "../problems/problem.ts";
import { attemptsWith, untilBeat } from "./attempts.ts";

const ADA = { email: "ada@flipdocs.test", address: "192.0.2.1" };

function attempts(points: { pair: number; address?: number; strangers?: number }) {
  const limiter = (most: number, keyPrefix: string) =>
    new RateLimiterMemory({ points: most, duration: 900, keyPrefix });
  const limiters = {
    pair: limiter(points.pair, "pair"),
    address: limiter(points.address ?? 100, "address"),
    strangers: limiter(points.strangers ?? 100, "strangers"),
  };
  const places = new Set<string>();
  const known = { has: async (pair: string) => places.has(pair), add: async (pair: string) => places.add(pair) };
  const wait = vi.fn(async () => undefined);
  const { make, opened } = attemptsWith(limiters, known, wait);
  const wrong = vi.fn(() => Promise.reject(new Problem("wrong-credentials")));
  const kindOf = (trier: { email: string; address: string | undefined }, signIn: () => Promise<unknown> = wrong) =>
    make(trier, signIn).then(
      () => "in",
      (error: unknown) => (error instanceof Problem ? error.kind : error),
    );
  return { make, opened, kindOf, wrong, wait };
}

const right = async () => "session";
const from = (number: number) => ({ ...ADA, address: `198.51.100.${number}` });

test("after too many wrong passwords for an account an address does not even try the right one", async () => {
  const { kindOf, wrong } = attempts({ pair: 3 });
  for (let turn = 0; turn < 3; turn++) expect(await kindOf(ADA)).toBe("wrong-credentials");
  const tried = vi.fn(right);
  expect(await kindOf(ADA, tried)).toBe("too-many-requests");
  expect(await kindOf({ ...ADA, email: " ADA@flipdocs.test" }, tried)).toBe("too-many-requests");
  expect([tried.mock.calls.length, wrong.mock.calls.length]).toEqual([0, 3]);
  expect(await kindOf({ ...ADA, email: "grace@flipdocs.test" }, right)).toBe("in");
});

test("a stranger locks out nobody who comes from elsewhere with the right password", async () => {
  const { kindOf } = attempts({ pair: 3 });
  for (let turn = 0; turn < 9; turn++) await kindOf(from(1));
  expect(await kindOf(ADA, right)).toBe("in");
});

test("strangers with many addresses together have a few tries for an account, and then not even the right one", async () => {
  const { kindOf, wrong } = attempts({ pair: 3, strangers: 10 });
  for (let turn = 0; turn < 50; turn++) await kindOf(from(turn));
  expect(wrong).toHaveBeenCalledTimes(10);
  expect(await kindOf(from(99), right)).toBe("too-many-requests");
  expect(await kindOf({ ...from(99), email: "grace@flipdocs.test" }, right)).toBe("in");
});

test.each(["signed in", "signed up"])(
  "who has %s from an address gets in from there in spite of strangers",
  async (how) => {
    const { kindOf, opened } = attempts({ pair: 3, strangers: 10 });
    if (how === "signed in") await kindOf(ADA, right);
    else await opened(ADA);
    for (let turn = 0; turn < 50; turn++) await kindOf(from(turn));
    expect([await kindOf(ADA), await kindOf(ADA, right)]).toEqual(["wrong-credentials", "in"]);
  },
);

test("an address that is known for an account tries it no more often than others", async () => {
  const { kindOf } = attempts({ pair: 3 });
  await kindOf(ADA, right);
  for (let turn = 0; turn < 3; turn++) expect(await kindOf(ADA)).toBe("wrong-credentials");
  expect(await kindOf(ADA, right)).toBe("too-many-requests");
});

test("many at once are counted like one after the other", async () => {
  const { kindOf, wrong } = attempts({ pair: 3 });
  await Promise.all(Array.from({ length: 250 }, () => kindOf(ADA)));
  expect(wrong).toHaveBeenCalledTimes(3);
});

test("after too many wrong passwords an address tries no other account, and locks none", async () => {
  const { kindOf } = attempts({ pair: 3, address: 2, strangers: 3 });
  for (const email of ["a@x.test", "b@x.test"]) expect(await kindOf({ ...ADA, email })).toBe("wrong-credentials");
  for (let turn = 0; turn < 5; turn++) expect(await kindOf(ADA)).toBe("too-many-requests");
  expect(await kindOf({ ...ADA, address: "192.0.2.9" }, right)).toBe("in");
});

test("says when to come again", async () => {
  const { make, kindOf, wrong } = attempts({ pair: 1 });
  await kindOf(ADA);
  await expect(make(ADA, wrong)).rejects.toMatchObject({
    detail: "Too many wrong passwords. Try again in 15 minutes.",
    headers: { "retry-after": expect.stringMatching(/^(900|89\d)$/) },
  });
});

test("who comes in has mistyped before, and that is forgotten", async () => {
  const { kindOf } = attempts({ pair: 3, address: 4, strangers: 4 });
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
  const { kindOf } = attempts({ pair: 2, address: 2, strangers: 2 });
  const away = () => Promise.reject(new Problem("unavailable"));
  for (let turn = 0; turn < 5; turn++) expect(await kindOf(ADA, away)).toBe("unavailable");
});

test("where a request came from need not be known", async () => {
  const { kindOf } = attempts({ pair: 1, address: 1 });
  expect(await kindOf({ ...ADA, address: undefined })).toBe("wrong-credentials");
  expect(await kindOf({ ...ADA, address: undefined })).toBe("too-many-requests");
});

test("only a wrong password waits for the beat", async () => {
  const { kindOf, wait } = attempts({ pair: 10 });
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
