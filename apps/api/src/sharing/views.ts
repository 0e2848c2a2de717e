import { createHash, randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { isbot } from "isbot";
import { addressKey } from "../requests/address.ts";

const DAY_SECONDS = 24 * 60 * 60;

/** From one address, of one link, in a day. An office or a family comes from one; whoever makes browsers up, too. */
const MOST_VISITORS = 20;

/** Who looks at a book by a link: which link, where from, and with what. */
export type Viewer = { share: string; address: string | undefined; agent: string | null };

/** Tells views from what is none. */
export type Views = {
  /** @returns whether it counts: a person, whom nobody has seen at this link today */
  isNew: (viewer: Viewer) => Promise<boolean>;
};

/**
 * Remembers who looked at what today, in Redis: as hashes with a salt that nobody knows and that is gone tomorrow, so that
 * it cannot be told afterwards who it was. While Redis is away nobody is counted: rather too few than too many.
 *
 * @param redis the connection
 * @param now the time in milliseconds
 * @returns the views
 */
export function createViews(redis: Redis, now: () => number = Date.now): Views {
  const saltOf = async (day: string): Promise<string> => {
    const key = `views:salt:${day}`;
    await redis.set(key, randomBytes(32).toString("base64url"), "EX", DAY_SECONDS, "NX");
    return (await redis.get(key)) ?? "";
  };
  const remember = async ({ share, address = "", agent }: Viewer): Promise<boolean> => {
    const day = new Date(now()).toISOString().slice(0, 10);
    const salt = await saltOf(day);
    const key = `views:${hashOf(salt, share, addressKey(address))}`;
    const visitor = hashOf(salt, agent ?? "");
    // Whoever makes browsers up fills nothing with them.
    if ((await redis.scard(key)) >= MOST_VISITORS) return false;
    // All at once, or a replica that dies in between would leave a key without an end.
    const answers = await redis.multi().sadd(key, visitor).scard(key).expire(key, DAY_SECONDS).exec();
    const [added, visitors] = answers?.map(([, answer]) => Number(answer)) ?? [];
    return added === 1 && visitors !== undefined && visitors <= MOST_VISITORS;
  };
  return {
    isNew: async (viewer) => {
      if (!viewer.agent || isbot(viewer.agent)) return false;
      return remember(viewer).catch(() => false);
    },
  };
}

const hashOf = (...parts: string[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
