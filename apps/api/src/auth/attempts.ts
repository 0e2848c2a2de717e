import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { RateLimiterAbstract } from "rate-limiter-flexible";
import { Problem } from "../problems/problem.ts";
import { addressKey } from "../requests/address.ts";
import { consume, hashOf, limiterIn, MINUTE } from "./limiter.ts";

const DAY = 24 * 60 * MINUTE;
const TOO_MANY = "Too many wrong passwords.";

/**
 * How many wrong passwords there may be, and for how long they count.
 *
 * Who tries one account from one address has 10 in a quarter of an hour, 960 a day, and locks nobody out but whoever comes
 * from the same address. Who has many addresses has 100 an hour for one account from all of them together, 2,400 a day:
 * the weakest password that is taken stands behind a million others, and so they take more than a year. Whoever comes from
 * an address from which the account was opened lately is not among them, and gets in meanwhile.
 */
const WRONG = {
  pair: { points: 10, duration: 15 * MINUTE, keyPrefix: "wrong-password:pair" },
  // For all accounts. An office or a family comes from one.
  address: { points: 50, duration: 15 * MINUTE, keyPrefix: "wrong-password:address" },
  strangers: { points: 100, duration: 60 * MINUTE, keyPrefix: "wrong-password:strangers" },
};

/** How long an address stays known from which an account was opened. */
const KNOWN_SECONDS = 90 * DAY;

/** A refusal comes on the beat: how long it took tells nobody whether there is such an account. In milliseconds. */
const BEAT = 500;

type Limiters = Record<keyof typeof WRONG, RateLimiterAbstract>;

/** From where accounts were opened lately; each by a key of both. */
export type Known = { has: (pair: string) => Promise<boolean>; add: (pair: string) => Promise<unknown> };

/** Who tries: the e-mail address that was typed, and where the request came from, if that is known. */
export type Trier = { email: string; address: string | undefined };

/** Lets people try passwords, but not without end. */
export type Attempts = {
  /**
   * @param trier who tries
   * @param signIn tries; what it throws is passed on, and a wrong password is counted
   * @throws Problem `too-many-requests` without trying, after too many wrong passwords
   */
  make: <T>(trier: Trier, signIn: () => Promise<T>) => Promise<T>;
  /** Tells that an account was opened without an attempt, since it is new. */
  opened: (trier: Trier) => Promise<unknown>;
};

/**
 * Counts in Redis, for all replicas together; while Redis is away each counts for itself.
 *
 * @param redis the connection
 * @returns the attempts
 */
export function createAttempts(redis: Redis): Attempts {
  const limiter = limiterIn(redis);
  const [pair, address, strangers] = [limiter(WRONG.pair), limiter(WRONG.address), limiter(WRONG.strangers)];
  const keyOf = (known: string) => `known-address:${known}`;
  return attemptsWith(
    { pair, address, strangers },
    {
      // While Redis is away everybody is a stranger.
      has: (known) => redis.exists(keyOf(known)).then(Boolean, () => false),
      add: (known) => redis.set(keyOf(known), "", "EX", KNOWN_SECONDS).catch(() => undefined),
    },
  );
}

/**
 * @param limiters how many wrong passwords there may be
 * @param known from where accounts were opened lately
 * @param wait waits for so many milliseconds
 * @returns the attempts
 */
export function attemptsWith(
  { pair, address, strangers }: Limiters,
  known: Known,
  wait: (ms: number) => Promise<unknown> = sleep,
): Attempts {
  return {
    opened: (trier) => known.add(keysOf(trier).both),
    make: async (trier, signIn) => {
      const started = performance.now();
      const { account, from, both } = keysOf(trier);
      const isStranger = !(await known.has(both));
      const counted = [
        ...(from ? [{ limiter: address, key: from }] : []),
        { limiter: pair, key: both },
        ...(isStranger ? [{ limiter: strangers, key: account }] : []),
      ];
      // Counted before it is known to be wrong, or many at once would all be the first. Who may not try locks nobody out.
      for (const { limiter, key } of counted) await consume(limiter, key, TOO_MANY);
      const giveBack = () => Promise.all(counted.map(({ limiter, key }) => limiter.reward(key)));
      try {
        const answer = await signIn();
        await Promise.all([giveBack().then(() => pair.delete(both)), known.add(both)]);
        return answer;
      } catch (error) {
        const wrong = error instanceof Problem && error.kind === "wrong-credentials";
        if (wrong) await wait(untilBeat(performance.now() - started));
        else await giveBack();
        throw error;
      }
    },
  };
}

/** @returns how long to wait, in milliseconds, so that what took `elapsed` ends on the beat */
export const untilBeat = (elapsed: number): number => Math.ceil(elapsed / BEAT) * BEAT - elapsed;

// What lies in Redis names nobody.
function keysOf({ email, address }: Trier) {
  const account = hashOf(email.trim().toLowerCase());
  const from = address && addressKey(address);
  return { account, from, both: hashOf(`${account} ${from}`) };
}
