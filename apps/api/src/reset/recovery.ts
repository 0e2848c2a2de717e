import type { Redis } from "ioredis";
import { refused, toSession } from "../auth/account.ts";
import { hashOf } from "../auth/limiter.ts";
import { type Session, sessionIn } from "../auth/sessions.ts";
import { Problem } from "../problems/problem.ts";
import type { Clients } from "../supabase/clients.ts";

/** How long a followed link can be followed again when its password was not taken. */
const AGAIN_SECONDS = 15 * 60;

/** What Supabase says of a link that was used, has ended, or never was. */
const OVER = new Set(["otp_expired", "validation_failed", "user_not_found"]);

/**
 * Has Supabase send the mail, if there is such an account. It takes as long as sending takes, and that tells whether
 * there is one: nobody's answer waits for it.
 *
 * @param clients to ask Supabase with
 * @param email as typed
 * @throws Problem when Supabase does not send it; it names no address
 */
export async function sendMail({ service }: Pick<Clients, "service">, email: string): Promise<void> {
  const { error } = await service.auth.resetPasswordForEmail(email);
  if (error) throw refused({ code: error.code, message: `${error.status ?? ""}` });
}

/** Follows the links in mails: each once, and again only until a password was taken. */
export type Recovery = {
  /** Gives a session of whoever was sent the link; throws Problem `link-over` when it is good no more. */
  follow: (token: string) => Promise<Session>;
  /** The link has done what it is for. */
  done: (token: string) => Promise<unknown>;
};

/**
 * Supabase takes a token once, and may refuse the password that comes with it: a site's own rules are stricter than
 * ours, or it is away in between. So the session that a token has opened is kept for a while, under the token's hash.
 *
 * @param clients to ask Supabase with
 * @param redis where it is kept
 * @returns follows links
 */
export function createRecovery(clients: Pick<Clients, "auth">, redis: Redis): Recovery {
  const keyOf = (token: string) => `reset:${hashOf(token)}`;
  return {
    follow: async (token) => {
      // Asked first: while Redis is away there is no session to be had, and the token is left as it is.
      const kept = sessionIn((await redis.get(keyOf(token))) ?? "");
      if (kept) return kept;
      const { data, error } = await clients.auth().verifyOtp({ type: "recovery", token_hash: token });
      if (error && OVER.has(error.code ?? "")) throw new Problem("link-over", undefined, { cause: error });
      if (error) throw refused(error);
      if (!data.session) throw new Problem("unavailable");
      const session = toSession(data.session);
      await redis.set(keyOf(token), JSON.stringify(session), "EX", AGAIN_SECONDS);
      return session;
    },
    done: (token) => redis.unlink(keyOf(token)),
  };
}
