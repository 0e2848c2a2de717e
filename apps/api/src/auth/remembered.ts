import type { Clients } from "../supabase/clients.ts";
import { isOver } from "./over.ts";
import type { Session, Sessions } from "./sessions.ts";

/** Two kilobytes each. */
const MOST_SESSIONS = 2000;

/**
 * Serves people on while Redis is away: this replica remembers the sessions that it has opened or read. What is remembered may
 * have been closed elsewhere since, so each time Supabase is asked whether it still honours the token. That is slower.
 *
 * @param sessions where sessions are kept
 * @param clients to ask Supabase with
 * @returns the sessions; `read` rejects as before where a session is not remembered, or cannot be confirmed
 */
export function rememberSessions(sessions: Sessions, clients: Pick<Clients, "auth">): Sessions {
  const remembered = new Map<string, Session>();
  const remember = (id: string, session: Session | null) => {
    remembered.delete(id);
    if (session) remembered.set(id, session);
    const [oldest] = remembered.keys();
    if (remembered.size > MOST_SESSIONS && oldest) remembered.delete(oldest);
    return session;
  };
  return {
    ...sessions,
    open: async (session) => {
      const id = await sessions.open(session);
      remember(id, session);
      return id;
    },
    read: async (id) => {
      try {
        return remember(id, await sessions.read(id));
      } catch (away) {
        const session = remembered.get(id);
        if (!session) throw away;
        if (await endedElsewhere(session, clients, away)) return remember(id, null);
        return session;
      }
    },
    close: async (id) => {
      remember(id, null);
      await sessions.close(id);
    },
    closeAll: async (user) => {
      for (const [id, session] of remembered) if (session.user.id === user.id) remember(id, null);
      await sessions.closeAll(user);
    },
  };
}

async function endedElsewhere(session: Session, clients: Pick<Clients, "auth">, away: unknown): Promise<boolean> {
  const { error } = await clients.auth().getUser(session.accessToken);
  if (error && !isOver(error)) throw away;
  return error !== null;
}
