import { createHash, randomBytes } from "node:crypto";
import { User } from "@flipdocs/contract";
import type { Redis } from "ioredis";
import { z } from "zod";
import { SESSION_SECONDS } from "./cookie.ts";

const Session = z.object({
  user: User,
  accessToken: z.string(),
  refreshToken: z.string(),
  /** When the access token ends, in seconds since 1970. */
  expiresAt: z.number(),
});

/** Who is signed in, and the tokens with which we act for them. They never leave the server. */
export type Session = z.infer<typeof Session>;

/** Sessions in Redis, so that any replica knows them. */
export type Sessions = {
  open: (session: Session) => Promise<string>;
  read: (id: string) => Promise<Session | null>;
  renew: (id: string, session: Session) => Promise<void>;
  close: (id: string) => Promise<void>;
  /** Runs `work` unless another replica is already at it; says whether it ran. */
  alone: (id: string, work: () => Promise<void>) => Promise<boolean>;
};

/** How long a session is one replica's to renew. */
export const LOCK_SECONDS = 10;

/**
 * Keeps sessions in Redis. What is stored there names a session by the hash of its id: a copy of Redis opens none.
 *
 * @param redis the connection
 * @returns the sessions
 */
export function createSessions(redis: Redis): Sessions {
  const write = async (id: string, session: Session): Promise<void> => {
    await redis.set(keyOf(id), JSON.stringify(session), "EX", SESSION_SECONDS);
  };
  return {
    open: async (session) => {
      const id = randomBytes(32).toString("base64url");
      await write(id, session);
      return id;
    },
    read: async (id) => {
      const stored = await redis.get(keyOf(id));
      return stored ? Session.parse(JSON.parse(stored)) : null;
    },
    // Only one that is still there: a session that was closed meanwhile stays closed.
    renew: async (id, session) => {
      await redis.set(keyOf(id), JSON.stringify(session), "EX", SESSION_SECONDS, "XX");
    },
    close: async (id) => {
      await redis.del(keyOf(id));
    },
    alone: async (id, work) => {
      const lock = `${keyOf(id)}:renewing`;
      if (!(await redis.set(lock, "1", "EX", LOCK_SECONDS, "NX"))) return false;
      await work().finally(() => redis.del(lock));
      return true;
    },
  };
}

const keyOf = (id: string): string => `session:${createHash("sha256").update(id).digest("hex")}`;
