import { createHash, randomBytes } from "node:crypto";
import { User } from "@flipdocs/contract";
import type { ChainableCommander, Redis } from "ioredis";
import { z } from "zod";
import { SESSION_SECONDS } from "./cookie.ts";

const Session = z.object({
  user: User,
  accessToken: z.string(),
  refreshToken: z.string(),
  /** When the access token ends, in seconds since 1970. */
  expiresAt: z.number(),
  /** Where and when it was opened: the browser's own words, and milliseconds since 1970. Those of before have none. */
  device: z.object({ agent: z.string(), opened: z.number() }).optional(),
});

/** Who is signed in, and the tokens with which we act for them. They never leave the server. */
export type Session = z.infer<typeof Session>;

/** Sessions in Redis, so that any replica knows them. */
export type Sessions = {
  open: (session: Session) => Promise<string>;
  read: (id: string) => Promise<Session | null>;
  renew: (id: string, session: Session) => Promise<void>;
  close: (id: string) => Promise<void>;
  /** Closes all that one member has, wherever they were opened. */
  closeAll: (user: User) => Promise<void>;
  /** Runs `work` unless another replica is already at it; says whether it ran. */
  alone: (id: string, work: () => Promise<void>) => Promise<boolean>;
};

/** How long a session is one replica's to renew. */
export const LOCK_SECONDS = 10;

/** As many as one member has at once: who knows a password fills nothing with it. */
export const MOST_SESSIONS = 20;

/**
 * Keeps sessions in Redis. What is stored there names a session by the hash of its id: a copy of Redis opens none. Beside
 * them stands, for each member, which are theirs and when these end: the one that ends first makes room for one too many.
 *
 * @param redis the connection
 * @param pushedOut is told of each session that made room: it is gone here, and may live on at Supabase
 * @returns the sessions
 */
export function createSessions(redis: Redis, pushedOut: (session: Session) => void = () => undefined): Sessions {
  /** What is under this key, unless it is no session: then it opens nothing, ever, and is cleared away. */
  const stored = async (key: string): Promise<Session | null> => {
    const text = await redis.get(key).catch(unlessOfAnotherType);
    if (text === null) return null;
    const session = sessionIn(text);
    if (!session) await redis.unlink(key);
    return session;
  };
  const keep = async (key: string, { user }: Session, write: (all: ChainableCommander) => ChainableCommander) => {
    const [own, now] = [ownKeyOf(user), Date.now()];
    const all = write(redis.multi())
      .zremrangebyscore(own, "-inf", now)
      .zadd(own, now + SESSION_SECONDS * 1000, key)
      .expire(own, SESSION_SECONDS);
    await done(all.zrange(own, "0", String(-(MOST_SESSIONS + 1)))).then(makeRoom);
    async function makeRoom(answers: unknown[]): Promise<void> {
      const keys = answers.at(-1) as string[];
      const sessions = await Promise.all(keys.map(stored));
      if (keys.length > 0)
        await done(
          redis
            .multi()
            .unlink(...keys)
            .zrem(own, ...keys),
        );
      for (const session of sessions) if (session) pushedOut(session);
    }
  };
  return {
    open: async (session) => {
      const id = randomBytes(32).toString("base64url");
      const key = keyOf(id);
      const write = (all: ChainableCommander) => all.set(key, JSON.stringify(session), "EX", SESSION_SECONDS);
      await keep(key, session, write).catch(async (error) => {
        unlessOfAnotherType(error);
        await redis.unlink(ownKeyOf(session.user));
        await keep(key, session, write);
      });
      return id;
    },
    read: (id) => stored(keyOf(id)),
    // Only one that is still there: a session that was closed meanwhile stays closed.
    renew: async (id, session) => {
      const key = keyOf(id);
      const [own, ends] = [ownKeyOf(session.user), Date.now() + SESSION_SECONDS * 1000];
      const renewed = redis.multi().set(key, JSON.stringify(session), "EX", SESSION_SECONDS, "XX");
      const [kept] = await done(renewed);
      // Added where it is missing: those of a release that kept no list are found once they are renewed.
      if (kept) await done(redis.multi().zadd(own, ends, key).expire(own, SESSION_SECONDS));
    },
    close: async (id) => {
      const key = keyOf(id);
      const session = await stored(key);
      await redis.unlink(key);
      if (session) await redis.zrem(ownKeyOf(session.user), key);
    },
    closeAll: async (user) => {
      const own = ownKeyOf(user);
      const keys = await redis.zrange(own, "0", "-1");
      await redis.unlink(own, ...keys);
    },
    alone: async (id, work) => {
      const lock = `${keyOf(id)}:renewing`;
      if (!(await redis.set(lock, "1", "EX", LOCK_SECONDS, "NX"))) return false;
      await work().finally(() => redis.del(lock));
      return true;
    },
  };
}

/** Sends commands that happen together. */
async function done(all: ChainableCommander): Promise<unknown[]> {
  const answers = (await all.exec()) ?? [];
  for (const [error] of answers) if (error) throw error;
  return answers.map(([, answer]) => answer);
}

/** Something else that stands where a session should is no session; any other error is one. */
function unlessOfAnotherType(error: unknown): "" {
  if (error instanceof Error && error.message.startsWith("WRONGTYPE")) return "";
  throw error;
}

/** @returns the session that a text says, or null where it says none */
export function sessionIn(text: string): Session | null {
  try {
    return Session.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

const PREFIX = "session:";

/** @returns where a session stands, by its name: the hash of its id, which opens none */
export const keyNamed = (name: string): string => PREFIX + name;

/** @returns the name of the session that stands there */
export const nameOf = (key: string): string => key.slice(PREFIX.length);

/** @returns where a session stands, by its id */
export const keyOf = (id: string): string => keyNamed(hashOf(id));

/** @returns where it stands which sessions a member has, each by its key, with when it ends */
export const ownKeyOf = (user: User): string => `sessions-of:${hashOf(user.id)}`;
