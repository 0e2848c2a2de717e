import type { Supabase } from "@flipdocs/supabase";
import { createClient } from "@supabase/supabase-js";
import type { Env } from "../env.ts";

/** The three ways in which we speak to Supabase. */
export type Clients = {
  /** As anybody: row-level security shows what is public. */
  anybody: Supabase;
  /** As a person: row-level security shows what is theirs, too. */
  as: (accessToken: string) => Supabase;
  /** As the service, past row-level security: only for making books. */
  service: Supabase;
  /** For signing in and out: a new client each time, since it remembers who signed in. */
  auth: () => Supabase["auth"];
};

// Sessions are ours to keep, in Redis; a client must not keep or refresh one behind our back.
const STATELESS = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };

const PATIENCE_MS = 30_000;

// Nobody waits for ever for a Supabase that took a request and never answers.
const patientFetch = Object.assign(
  (input: string | URL | Request, init?: RequestInit) =>
    fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(PATIENCE_MS) }),
  { preconnect: fetch.preconnect },
);

/**
 * Makes the clients.
 *
 * @param env where Supabase is, and its keys
 * @returns the clients
 */
export function createClients(env: Env): Clients {
  const connect = (key: string, headers: Record<string, string> = {}): Supabase =>
    createClient(env.SUPABASE_URL, key, { auth: STATELESS, global: { headers, fetch: patientFetch } });
  const publishable = env.SUPABASE_PUBLISHABLE_KEY;
  return {
    anybody: connect(publishable),
    as: (accessToken) => connect(publishable, { Authorization: `Bearer ${accessToken}` }),
    service: connect(env.SUPABASE_SECRET_KEY),
    auth: () => connect(publishable).auth,
  };
}
