import type { Redis } from "ioredis";
import type { RateLimiterAbstract } from "rate-limiter-flexible";
import type { Trier } from "../auth/attempts.ts";
import { consume, hashOf, limiterIn, MINUTE } from "../auth/limiter.ts";
import { Problem } from "../problems/problem.ts";
import { addressKey } from "../requests/address.ts";

/**
 * How many mails may be asked for, and how many wrong links tried, and for how long they count. Nobody's mailbox is
 * filled from here; who is kept from asking by somebody else's asking has mails whose last link works.
 */
const LIMITS = {
  account: { points: 5, duration: 60 * MINUTE, keyPrefix: "reset-mail:account" },
  address: { points: 20, duration: 60 * MINUTE, keyPrefix: "reset-mail:address" },
  wrong: { points: 10, duration: 15 * MINUTE, keyPrefix: "reset-wrong:address" },
};

type Limiters = Record<keyof typeof LIMITS, RateLimiterAbstract>;

/** Lets people ask for mails and follow links, but not without end. */
export type ResetLimits = {
  /** Counts a mail. It throws `too-many-requests` past the limit, whether there is such an account or not. */
  mail: (trier: Trier) => Promise<void>;
  /** Follows a link; one that leads nowhere is counted where it came from, and past the limit none is followed. */
  link: <T>(address: string | undefined, follow: () => Promise<T>) => Promise<T>;
};

/**
 * Counts in Redis, for all replicas together; while Redis is away each counts for itself.
 *
 * @param redis the connection
 * @returns the limits
 */
export function createResetLimits(redis: Redis): ResetLimits {
  const limiter = limiterIn(redis);
  return resetLimitsWith({
    account: limiter(LIMITS.account),
    address: limiter(LIMITS.address),
    wrong: limiter(LIMITS.wrong),
  });
}

/**
 * @param limiters how many there may be
 * @returns the limits
 */
export function resetLimitsWith({ account, address, wrong }: Limiters): ResetLimits {
  return {
    mail: async (trier) => {
      // Who may not ask any more uses up nothing of what others may.
      if (trier.address) await consume(address, addressKey(trier.address), "You have asked for too many mails.");
      const sent = "Mails were sent already: the link in the last one works. Look among what is taken for spam, too.";
      await consume(account, hashOf(trier.email.trim().toLowerCase()), sent);
    },
    link: async (from, follow) => {
      const key = from && addressKey(from);
      // Counted before it is known to be wrong, or many at once would all be the first.
      if (key) await consume(wrong, key, "Too many links that lead nowhere.");
      try {
        const found = await follow();
        if (key) await wrong.reward(key);
        return found;
      } catch (error) {
        if (key && !(error instanceof Problem && error.kind === "link-over")) await wrong.reward(key);
        throw error;
      }
    },
  };
}
