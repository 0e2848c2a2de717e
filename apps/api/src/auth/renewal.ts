import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../problems/problem.ts";
import type { Clients } from "../supabase/clients.ts";
import { toSession } from "./account.ts";
import type { Session, Sessions } from "./sessions.ts";

// Renewed a minute early, so that no token ends while a request is under way.
const EARLY_SECONDS = 60;
const LOOK_AGAIN_MS = 100;
const LOOKS = 50;

// With these Supabase says that a token is no good. Any other (busy, away) is no reason to sign anybody out.
const REFUSED = new Set([400, 401, 403, 404]);

const isFresh = (session: Session): boolean => session.expiresAt - EARLY_SECONDS > Date.now() / 1000;

/**
 * Reads a session and renews its tokens when they are about to end. A refresh token is good only once, and so one
 * replica renews while the others wait for what it finds.
 *
 * @param id the session's id
 * @param sessions where sessions are kept
 * @param clients to ask Supabase with
 * @returns the session, or null when there is none or Supabase no longer honours it
 */
export async function freshSession(id: string, sessions: Sessions, clients: Clients): Promise<Session | null> {
  for (let look = 0; look < LOOKS; look++) {
    const session = await sessions.read(id);
    if (!session || isFresh(session)) return session;
    const ran = await sessions.alone(id, () => renew(id, sessions, clients));
    if (!ran) await sleep(LOOK_AGAIN_MS);
  }
  return null;
}

async function renew(id: string, sessions: Sessions, clients: Clients): Promise<void> {
  const session = await sessions.read(id);
  if (!session || isFresh(session)) return;
  const { data, error } = await clients.auth().refreshSession({ refresh_token: session.refreshToken });
  if (data.session) return sessions.renew(id, toSession(data.session));
  if (error?.status && REFUSED.has(error.status)) return sessions.close(id);
  throw new Problem("unavailable", undefined, { cause: error });
}
