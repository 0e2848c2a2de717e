import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { Problem } from "../problems/problem.ts";

const MINUTES_15 = 15 * 60;

/** How many wrong passwords there may be in a quarter of an hour: for one account, and from one address. */
const WRONG = {
  account: { points: 10, duration: MINUTES_15, keyPrefix: "wrong-password:account" },
  // An office or a family comes from one.
  address: { points: 50, duration: MINUTES_15, keyPrefix: "wrong-password:address" },
};

/** A refusal comes on the beat: how long it took tells nobody whether there is such an account. In milliseconds. */
const BEAT = 500;

type Limiters = Record<"account" | "address", RateLimiterAbstract>;

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
};

/**
 * Counts in Redis, for all replicas together; while Redis is away each counts for itself.
 *
 * @param redis the connection
 * @returns the attempts
 */
export function createAttempts(redis: Redis): Attempts {
  const limiter = (options: (typeof WRONG)[keyof typeof WRONG]) =>
    new RateLimiterRedis({ storeClient: redis, ...options, insuranceLimiter: new RateLimiterMemory(options) });
  return attemptsWith({ account: limiter(WRONG.account), address: limiter(WRONG.address) });
}

/**
 * @param limiters how many wrong passwords there may be
 * @param wait waits for so many milliseconds
 * @returns the attempts
 */
export function attemptsWith({ account, address }: Limiters, wait: (ms: number) => Promise<unknown> = sleep): Attempts {
  return {
    make: async (trier, signIn) => {
      const started = performance.now();
      const [of, from] = [accountKey(trier.email), trier.address && addressKey(trier.address)];
      // Counted before it is known to be wrong, or many at once would all be the first. Who may not try locks nobody out.
      if (from) await consume(address, from);
      await consume(account, of);
      try {
        const answer = await signIn();
        await Promise.all([account.delete(of), from && address.reward(from)]);
        return answer;
      } catch (error) {
        const wrong = error instanceof Problem && error.kind === "wrong-credentials";
        if (wrong) await wait(untilBeat(performance.now() - started));
        else await Promise.all([account.reward(of), from && address.reward(from)]);
        throw error;
      }
    },
  };
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    const minutes = Math.ceil(seconds / 60);
    const detail = `Too many wrong passwords. Try again in ${minutes} minute${minutes === 1 ? "" : "s"}.`;
    throw new Problem("too-many-requests", detail, { headers: { "retry-after": String(seconds) } });
  }
}

/** @returns how long to wait, in milliseconds, so that what took `elapsed` ends on the beat */
export const untilBeat = (elapsed: number): number => Math.ceil(elapsed / BEAT) * BEAT - elapsed;

// What lies in Redis names nobody.
const accountKey = (email: string): string => createHash("sha256").update(email.trim().toLowerCase()).digest("hex");

/**
 * @param address IPv4 or IPv6
 * @returns what is counted together: an IPv4 address, or the /64 of an IPv6 one, which a visitor has all of
 */
export function addressKey(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  const [head = "", tail] = address.toLowerCase().split("::");
  const [before, after] = [head, tail].map((half) => (half ? half.split(":") : []));
  const zeros = tail === undefined ? 0 : 8 - (before?.length ?? 0) - (after?.length ?? 0);
  const groups = [...(before ?? []), ...Array<string>(Math.max(0, zeros)).fill("0"), ...(after ?? [])];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
