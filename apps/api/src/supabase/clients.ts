import { BUCKETS, type Supabase } from "@flipdocs/supabase";
import { createClient } from "@supabase/supabase-js";
import type { Env } from "../env.ts";
import { createBreaker } from "../neighbours/breaker.ts";
import type { Presence } from "../neighbours/presence.ts";
import { dataOf } from "./answer.ts";
import { begun, type Fetch, genuineFetch, longFetch, patientFetch, withInit } from "./patient-fetch.ts";

/** The ways in which we speak to Supabase. */
export type Clients = {
  /** As anybody: row-level security shows what is public. */
  anybody: Supabase;
  /** As a person: row-level security shows what is theirs, too. With a signal, on a connection of its own until then. */
  as: (accessToken: string, signal?: AbortSignal) => Supabase;
  /** As the service, past row-level security, in no hurry: for making books, and for clearing what nobody sees any more. */
  service: Supabase;
  /** As the service, for visitors who have a link: only for the book that it leads to. */
  shared: Supabase;
  /** Storage's answer for an uploaded PDF, as the service: as long as `signal` lets it, once it has begun. */
  original: (path: string, headers: Record<string, string>, signal: AbortSignal) => Promise<Response>;
  /** For signing in and out: a new client each time, since it remembers who signed in. After `signal` it sends nothing. */
  auth: (signal?: AbortSignal) => Supabase["auth"];
  /** Asks whether Supabase is there; rejects when it is not, in time, or at once when that is known. */
  ask: () => Promise<unknown>;
};

// Sessions are ours to keep, in Redis; a client must not keep or refresh one behind our back.
const STATELESS = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };

/**
 * Makes the clients.
 *
 * @param env where Supabase is, and its keys
 * @param presence is told when Supabase goes and when it is back
 * @param seen sees each call that is made on somebody's behalf
 * @returns the clients
 */
export function createClients(env: Env, presence: Presence, seen = (send: Fetch): Fetch => send): Clients {
  const { SUPABASE_URL: url, SUPABASE_PUBLISHABLE_KEY: publishable, SUPABASE_SECRET_KEY: secret } = env;
  // Supabase's own retries take seven seconds. A visitor is told sooner; work in the background has the time.
  const connect = (fetch: Fetch, headers: Record<string, string> = {}): Supabase =>
    createClient(url, publishable, { auth: STATELESS, db: { retry: false }, global: { headers, fetch } });
  // While it is away, on a new connection each time: an old one may lead to where Supabase was before. While it is
  // there, on those that visitors use: these need no resolver.
  const [asVisitors, anew] = [connect(genuineFetch()), connect(withInit({ keepalive: false }, genuineFetch()))];
  const rowMs = env.SUPABASE_SECONDS * 1000;
  const ask = () => askSupabase(breaker.isOpen() ? anew : asVisitors, rowMs);
  const breaker = createBreaker(ask, presence);
  const visitors = seen(patientFetch(breaker, rowMs));
  const files = seen(fetch);
  return {
    anybody: connect(visitors),
    as: (accessToken, signal) => {
      // A connection that was idle may be closed already, and what comes only once cannot be sent again.
      const fetch = signal ? withInit({ signal, keepalive: false }, visitors) : visitors;
      return connect(fetch, { Authorization: `Bearer ${accessToken}` });
    },
    service: createClient(url, secret, { auth: STATELESS, global: { fetch: seen(longFetch) } }),
    shared: createClient(url, secret, { auth: STATELESS, db: { retry: false }, global: { fetch: visitors } }),
    original: async (path, headers, signal) => {
      const own = { apikey: secret, authorization: `Bearer ${secret}`, "accept-encoding": "identity", ...headers };
      const address = `${url}/storage/v1/object/${BUCKETS.originals}/${path}`;
      if (breaker.isOpen()) throw new Error("Supabase is away, and is not asked until it is back");
      return begun((either) => files(address, { headers: own, redirect: "manual", signal: either }), signal);
    },
    auth: (signal) => connect(signal ? withInit({ signal }, visitors) : visitors).auth,
    ask: async () => {
      if (breaker.isOpen()) throw new Error("Supabase is away");
      return ask();
    },
  };
}

// One row, as anybody: it takes the gateway, the database and our schema to answer.
async function askSupabase(supabase: Supabase, patienceMs: number): Promise<unknown> {
  const one = supabase.from("books").select("id").limit(1);
  return dataOf(await one.abortSignal(AbortSignal.timeout(patienceMs)));
}
