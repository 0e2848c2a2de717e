import type { PasswordChange, User } from "@flipdocs/contract";
import { endAtSupabase, refused, toSession } from "../auth/account.ts";
import { isOver } from "../auth/over.ts";
import type { Session } from "../auth/sessions.ts";
import { Problem } from "../problems/problem.ts";
import type { Clients } from "../supabase/clients.ts";

const WRONG = "This is not your password. Type the one that you sign in with.";

/**
 * Proves that it is the person themselves: who found an open session does not know their password.
 *
 * @param clients to ask Supabase with
 * @param user whose session it is
 * @param password as typed
 * @returns a new session of theirs
 * @throws Problem `wrong-credentials` when it is another password
 */
export async function prove(clients: Clients, { email }: User, password: string): Promise<Session> {
  const { data, error } = await clients.auth().signInWithPassword({ email, password });
  if (error?.code === "invalid_credentials") throw new Problem("wrong-credentials", WRONG, { cause: error });
  if (error) throw refused(error);
  return toSession(data.session);
}

/**
 * Changes a password, and ends what was opened with the old one at Supabase.
 *
 * @param clients to ask Supabase with
 * @param user whose
 * @param change the old one, and the new one
 * @returns a new session, opened with the old one a moment ago
 * @throws Problem `wrong-credentials` when the old one is another, `invalid` when the new one is not taken
 */
export async function changePassword(
  clients: Clients,
  user: User,
  { old, password }: PasswordChange,
): Promise<Session> {
  const session = await prove(clients, user, old);
  try {
    if (!(await putPassword(clients, session, password)))
      throw new Problem("invalid", "password: is the one that you have");
    await endOthersAtSupabase(clients, session);
    return session;
  } catch (error) {
    await endAtSupabase(clients, session);
    throw error;
  }
}

/**
 * Gives whoever has a session another password.
 *
 * @param clients to ask Supabase with
 * @param session of theirs, opened a moment ago
 * @param password the new one
 * @returns whether it is another one than before
 * @throws Problem `invalid` when it is not taken, `signed-out` when the session has ended
 */
export async function putPassword(
  clients: Pick<Clients, "auth">,
  { accessToken, refreshToken }: Session,
  password: string,
): Promise<boolean> {
  const auth = clients.auth();
  const begun = await auth.setSession({ access_token: accessToken, refresh_token: refreshToken });
  if (begun.error && isOver(begun.error)) throw new Problem("signed-out", undefined, { cause: begun.error });
  if (begun.error) throw refused(begun.error);
  const { error } = await auth.updateUser({ password });
  if (error && error.code !== "same_password") throw refused(error);
  return error === null;
}

/** Ends all other sessions of a member's on Supabase's side, where that can be reached; ours are over in any case. */
export async function endOthersAtSupabase(clients: Pick<Clients, "as">, { accessToken }: Session): Promise<void> {
  await clients
    .as(accessToken)
    .auth.admin.signOut(accessToken, "others")
    .catch(() => null);
}
