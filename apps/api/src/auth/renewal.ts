import { setTimeout as sleep } from "node:timers/promises";
import { within } from "../deadline.ts";
import { Problem } from "../problems/problem.ts";
import type { Clients } from "../supabase/clients.ts";
import { toSession } from "./account.ts";
import { isOver } from "./over.ts";
import { LOCK_SECONDS, type Session, type Sessions } from "./sessions.ts";

// Renewed a minute early, so that no token ends while a request is under way.
const EARLY_SECONDS = 60;
const LOOK_AGAIN_MS = 100;

/** What a person waits for a renewal; it goes on without them. */
const PATIENCE_MS = 1500;

/** Over before another replica may try: a refresh token that is used twice ends the session. */
const RENEWAL_MS = (LOCK_SECONDS - 2) * 1000;

const lasts = (session: Session, seconds: number): boolean => session.expiresAt - seconds > Date.now() / 1000;

/**
 * Reads a session and renews its tokens when they are about to end. A refresh token is good only once, and so one
 * replica renews while the others wait for what it finds. No answer in time, from whomever, signs nobody out.
 *
 * @param id the session's id
 * @param sessions where sessions are kept
 * @param clients to ask Supabase with
 * @returns the session, or null when there is none or Supabase no longer honours it
 * @throws Problem `unavailable` when the tokens have ended and could not be renewed in time
 */
export async function freshSession(id: string, sessions: Sessions, clients: Clients): Promise<Session | null> {
  const session = await sessions.read(id);
  if (!session || lasts(session, EARLY_SECONDS)) return session;
  try {
    return await inTime(PATIENCE_MS, renewedSession(id, sessions, clients));
  } catch (error) {
    if (lasts(session, 0)) return session;
    throw error;
  }
}

async function renewedSession(id: string, sessions: Sessions, clients: Clients): Promise<Session | null> {
  const deadline = AbortSignal.timeout(RENEWAL_MS);
  while (!deadline.aborted) {
    const session = await sessions.read(id);
    if (!session || lasts(session, EARLY_SECONDS)) return session;
    const ran = await sessions.alone(id, () => inTime(RENEWAL_MS, renew(id, sessions, clients.auth(deadline))));
    if (!ran) await sleep(LOOK_AGAIN_MS);
  }
  throw new Problem("unavailable");
}

async function renew(id: string, sessions: Sessions, auth: ReturnType<Clients["auth"]>): Promise<void> {
  const session = await sessions.read(id);
  if (!session || lasts(session, EARLY_SECONDS)) return;
  const { data, error } = await auth.refreshSession({ refresh_token: session.refreshToken });
  if (data.session) return sessions.renew(id, { ...toSession(data.session), device: session.device });
  if (error && isOver(error)) return sessions.close(id);
  throw new Problem("unavailable", undefined, { cause: error });
}

const inTime = <T>(ms: number, work: Promise<T>): Promise<T> =>
  within(ms, work, () => {
    throw new Problem("unavailable", "Whether you are signed in cannot be told at the moment; try again soon.");
  });
