import { type AuthError, isAuthSessionMissingError } from "@supabase/supabase-js";

// What Supabase says of a session that was ended, of a token that was used, and of a person who may not or does not
// exist. The status is not enough: a gateway, or a wrong key of ours, answers with 401, 403 and 404, too.
const OVER = new Set([
  "refresh_token_not_found",
  "refresh_token_already_used",
  "session_not_found",
  "session_expired",
  "user_not_found",
  "user_banned",
  // A refresh token that is none.
  "validation_failed",
]);

/**
 * Tells a session that is over from a Supabase that is away, busy or misled: only the first signs anybody out.
 *
 * @param error what Supabase's client gave
 * @returns whether Supabase itself says that the session is no more
 */
export const isOver = (error: AuthError): boolean => isAuthSessionMissingError(error) || OVER.has(error.code ?? "");
