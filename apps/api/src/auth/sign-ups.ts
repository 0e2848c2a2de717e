import type { Redis } from "ioredis";
import type { RateLimiterAbstract } from "rate-limiter-flexible";
import { addressKey } from "../requests/address.ts";
import { consume, type Limit, limiterIn, MINUTE } from "./limiter.ts";

/**
 * How many accounts there may be made in a day from one address; a school comes from one. Each has a session, up to 3 KB of
 * Redis' 96 MB: one who made ten a second had filled it, for everybody, within an hour.
 */
export const MOST_SIGN_UPS: Limit = { points: 300, duration: 24 * 60 * MINUTE, keyPrefix: "sign-ups" };

/**
 * Counts one more account.
 *
 * @param address where it is made from, if that is known
 * @throws Problem `too-many-requests` after too many
 */
export type CountSignUp = (address: string | undefined) => Promise<void>;

/**
 * Counts in Redis, for all replicas together; while Redis is away each counts for itself.
 *
 * @param redis the connection
 * @returns what counts
 */
export const createSignUps = (redis: Redis): CountSignUp => signUpsWith(limiterIn(redis)(MOST_SIGN_UPS));

/**
 * @param limiter how many there may be
 * @returns what counts
 */
export const signUpsWith =
  (limiter: RateLimiterAbstract): CountSignUp =>
  async (address) => {
    if (address) await consume(limiter, addressKey(address), "Too many accounts have been made from where you are.");
  };
