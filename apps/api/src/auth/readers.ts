import type { User } from "@flipdocs/contract";
import type { Supabase } from "@flipdocs/supabase";
import { Problem } from "../problems/problem.ts";
import type { Clients } from "../supabase/clients.ts";
import { sessionIdOf } from "./cookie.ts";
import { freshSession } from "./renewal.ts";
import type { Session, Sessions } from "./sessions.ts";

/** Who is signed in, and a Supabase that shows them what they may see. */
export type Reader = { user: User; supabase: Supabase; accessToken: string };

/** Finds out who asks. */
export type Readers = {
  /** Looks at something as whoever asks: who has no session is anybody, and null. */
  look: <T>(request: Request, look: (supabase: Supabase, user: User | null) => Promise<T>) => Promise<T>;
  /** What is sent in their name ends with `signal`. */
  signedIn: (request: Request, signal?: AbortSignal) => Promise<Reader>;
};

/**
 * Finds out who asks, by the cookie of the request.
 *
 * @param sessions where sessions are kept
 * @param clients to speak to Supabase in their name
 * @returns `look` for everybody, `signedIn` for those who must have a session
 */
export function createReaders(sessions: Sessions, clients: Clients): Readers {
  const sessionOf = async (request: Request): Promise<Session | null> => {
    const id = sessionIdOf(request);
    return id ? freshSession(id, sessions, clients) : null;
  };
  return {
    look: async (request, look) => {
      const session = await sessionOf(request).catch((away: unknown) => ({ away }));
      if (session && "away" in session) {
        // What is public can be seen without knowing who asks. What is not there may be theirs: that is not told.
        return look(clients.anybody, null).catch((error) => {
          throw isNotFound(error) ? session.away : error;
        });
      }
      return session ? look(clients.as(session.accessToken), session.user) : look(clients.anybody, null);
    },
    signedIn: async (request, signal) => {
      const session = await sessionOf(request);
      if (!session) throw new Problem("signed-out");
      const { user, accessToken } = session;
      return { user, supabase: clients.as(accessToken, signal), accessToken };
    },
  };
}

const isNotFound = (error: unknown): boolean => error instanceof Problem && error.kind === "not-found";
