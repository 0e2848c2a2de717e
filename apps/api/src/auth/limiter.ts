import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { Problem } from "../problems/problem.ts";

/** In seconds. */
export const MINUTE = 60;

/** So many in so many seconds, and under which name they are counted. */
export type Limit = { points: number; duration: number; keyPrefix: string };

/**
 * Counts in Redis, for all replicas together; while Redis is away each counts for itself.
 *
 * @param redis the connection
 * @returns makes the limiter of a limit
 */
export const limiterIn =
  (redis: Redis) =>
  (limit: Limit): RateLimiterAbstract =>
    new RateLimiterRedis({ storeClient: redis, ...limit, insuranceLimiter: new RateLimiterMemory(limit) });

/**
 * Counts one more.
 *
 * @param limiter how many there may be
 * @param key whose they are
 * @param tooMany what to say when there were too many, before when to try again
 * @throws Problem `too-many-requests` then
 */
export async function consume(limiter: RateLimiterAbstract, key: string, tooMany: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    const minutes = Math.ceil(seconds / 60);
    const detail = `${tooMany} Try again in ${minutes} minute${minutes === 1 ? "" : "s"}.`;
    throw new Problem("too-many-requests", detail, { headers: { "retry-after": String(seconds) } });
  }
}

/** @returns what stands for a text in Redis, where nothing names anybody */
export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
