import { type Credentials, User } from "@flipdocs/contract";
import type { Session as SupabaseSession } from "@supabase/supabase-js";
import { within } from "../deadline.ts";
import { type Kind, Problem } from "../problems/problem.ts";
import type { Clients } from "../supabase/clients.ts";
import type { Session } from "./sessions.ts";
import { WEAK_PASSWORD } from "./strength.ts";

/** What who signs out waits for Supabase; it goes on without them. */
const PATIENCE_MS = 1500;

type Refusal = { code?: string | undefined; status?: number | undefined; message: string };

const REFUSALS: Record<string, [Kind, string?]> = {
  invalid_credentials: ["wrong-credentials"],
  email_not_confirmed: ["wrong-credentials", "Confirm your e-mail address first: open the link that was sent to you."],
  user_already_exists: ["email-taken"],
  email_exists: ["email-taken"],
  weak_password: ["invalid", WEAK_PASSWORD],
  email_address_invalid: ["invalid", "email: this address cannot be used"],
  over_request_rate_limit: ["too-many-requests"],
  over_email_send_rate_limit: ["too-many-requests"],
};

/**
 * Keeps of Supabase's session what we need.
 *
 * @param session Supabase's
 * @returns ours
 */
export function toSession(session: SupabaseSession): Session {
  return {
    user: User.parse({ id: session.user.id, email: session.user.email }),
    accessToken: session.access_token,
    refreshToken: session.refresh_token,
    expiresAt: session.expires_at ?? Date.now() / 1000 + session.expires_in,
  };
}

/**
 * Makes an account.
 *
 * @param clients to ask Supabase with
 * @param credentials e-mail address and password
 * @returns the user, and a session unless Supabase wants the address confirmed first
 * @throws Problem `email-taken`, `invalid` and what else Supabase may say
 */
export async function signUp(clients: Clients, credentials: Credentials): Promise<{ user: User; session?: Session }> {
  const { data, error } = await clients.auth().signUp(credentials);
  if (error) throw refused(error);
  if (data.session) return { user: toSession(data.session).user, session: toSession(data.session) };
  return { user: User.parse({ id: data.user?.id, email: data.user?.email }) };
}

/**
 * Signs a person in.
 *
 * @param clients to ask Supabase with
 * @param credentials e-mail address and password
 * @returns their session
 * @throws Problem `wrong-credentials` and what else Supabase may say
 */
export async function signIn(clients: Clients, credentials: Credentials): Promise<Session> {
  const { data, error } = await clients.auth().signInWithPassword(credentials);
  if (error) throw refused(error);
  return toSession(data.session);
}

/**
 * Ends a session on Supabase's side, where that can be reached soon: its tokens are worth nothing then.
 *
 * @param clients to ask Supabase with
 * @param session that ends
 * @param scope `global` for all that its member has
 */
export async function endAtSupabase(
  clients: Pick<Clients, "as">,
  { accessToken }: Pick<Session, "accessToken">,
  scope: "local" | "global" = "local",
): Promise<void> {
  const { admin } = clients.as(accessToken).auth;
  const ended = admin.signOut(accessToken, scope).catch(() => null);
  await within(PATIENCE_MS, ended, () => null);
}

/** @returns the problem that a refusal of Supabase's is */
export function refused(refusal: Refusal): Problem {
  const [kind, detail] = REFUSALS[refusal.code ?? ""] ?? ["unavailable"];
  return new Problem(kind, detail, { cause: new Error(`Supabase: ${refusal.code} ${refusal.message}`) });
}
