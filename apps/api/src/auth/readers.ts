import type { User } from "@flipdocs/contract";
import type { Supabase } from "@flipdocs/supabase";
import { Problem } from "../problems/problem.ts";
import type { Clients } from "../supabase/clients.ts";
import { sessionIdOf } from "./cookie.ts";
import { freshSession } from "./renewal.ts";
import type { Sessions } from "./sessions.ts";

/** Who asks, and a Supabase that shows them what they may see. */
export type Reader = { user: User | null; supabase: Supabase };

/** Finds out who asks. */
export type Readers = {
  of: (request: Request) => Promise<Reader>;
  signedIn: (request: Request) => Promise<Reader & { user: User }>;
};

/**
 * Finds out who asks, by the cookie of the request.
 *
 * @param sessions where sessions are kept
 * @param clients to speak to Supabase in their name
 * @returns `of` for everybody (who has no session is anybody), `signedIn` for those who must have one
 */
export function createReaders(sessions: Sessions, clients: Clients): Readers {
  const of = async (request: Request): Promise<Reader> => {
    const id = sessionIdOf(request);
    const session = id ? await freshSession(id, sessions, clients) : null;
    if (!session) return { user: null, supabase: clients.anybody };
    return { user: session.user, supabase: clients.as(session.accessToken) };
  };
  const signedIn = async (request: Request) => {
    const { user, supabase } = await of(request);
    if (!user) throw new Problem("signed-out");
    return { user, supabase };
  };
  return { of, signedIn };
}
