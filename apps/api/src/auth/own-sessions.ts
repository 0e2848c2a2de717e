import type { AccountSession, User } from "@flipdocs/contract";
import type { Redis } from "ioredis";
import { browserOf } from "./browser.ts";
import { SESSION_SECONDS } from "./cookie.ts";
import { keyNamed, keyOf, nameOf, ownKeyOf, type Session, sessionIn } from "./sessions.ts";

/** All sessions of one member, as they see them and end them. A session is named by the hash of its id: it opens none. */
export type OwnSessions = {
  /** The last seen first; `id` is the one that asks. */
  list: (user: User, id: string | undefined) => Promise<AccountSession[]>;
  /** Ends one; gives it, or null where this member has none of that name. */
  end: (user: User, name: string) => Promise<Session | null>;
};

/**
 * @param redis where sessions are kept
 * @returns the sessions of each member
 */
export function createOwnSessions(redis: Redis): OwnSessions {
  const read = async (key: string) => sessionIn((await redis.get(key)) ?? "");
  const mine = async (user: User, key: string): Promise<Session | null> => {
    const session = await read(key);
    return session?.user.id === user.id ? session : null;
  };
  return {
    list: async (user, id) => {
      const kept = await redis.zrange(ownKeyOf(user), "+inf", "-inf", "BYSCORE", "REV", "WITHSCORES");
      const pairs = Array.from({ length: kept.length / 2 }, (_, at) => [kept[2 * at] ?? "", Number(kept[2 * at + 1])]);
      const sessions = (pairs as [string, number][]).map(async ([key, ends]): Promise<AccountSession[]> => {
        const session = await mine(user, key);
        if (!session) return [];
        const { agent = "", opened } = session.device ?? {};
        return [
          {
            id: nameOf(key),
            browser: browserOf(agent),
            opened: opened === undefined ? null : new Date(opened).toISOString(),
            seen: new Date(ends - SESSION_SECONDS * 1000).toISOString(),
            isThis: id !== undefined && key === keyOf(id),
          },
        ];
      });
      return (await Promise.all(sessions)).flat();
    },
    end: async (user, name) => {
      const key = keyNamed(name);
      const session = await mine(user, key);
      if (!session) return null;
      await redis.unlink(key);
      await redis.zrem(ownKeyOf(user), key);
      return session;
    },
  };
}
