import type { PasswordChange, User } from "@flipdocs/contract";
import { endAtSupabase, refused, toSession } from "../auth/account.ts";
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
    await change(clients, session, password);
    return session;
  } catch (error) {
    await endAtSupabase(clients, session);
    throw error;
  }
}

async function change(clients: Clients, { accessToken, refreshToken }: Session, password: string): Promise<void> {
  const auth = clients.auth();
  const begun = await auth.setSession({ access_token: accessToken, refresh_token: refreshToken });
  if (begun.error) throw refused(begun.error);
  const { error } = await auth.updateUser({ password });
  if (error?.code === "same_password") throw new Problem("invalid", "password: is the one that you have");
  if (error) throw refused(error);
  // Ours are over in any case.
  await clients
    .as(accessToken)
    .auth.admin.signOut(accessToken, "others")
    .catch(() => null);
}
