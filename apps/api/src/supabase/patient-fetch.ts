import type { Breaker } from "../neighbours/breaker.ts";
import { type Asked, genuine, NotSupabase } from "./genuine.ts";

/** As `fetch`. */
export type Fetch = typeof fetch;

// A gateway's word that there is nobody behind it, in whatever words. A 500 that says why is an answer, if a bad one.
const NOBODY_THERE = new Set([502, 503, 504]);

const SECOND = 1000;

/**
 * How long a call may take, from its beginning to the end of its answer. Pages wait for rows; a search, a password's
 * hash or a file may take longer.
 *
 * @param method of the request
 * @param url of the request
 * @param rowMs how long a page waits for its rows
 * @returns milliseconds
 */
export function patienceFor(method: string, url: string, rowMs: number): number {
  const reads = method === "GET" || method === "HEAD";
  // Files that are not wanted any more are small to say: who waits for that has waited before.
  if (url.includes("/storage/v1/")) return reads || method === "DELETE" ? 10 * SECOND : 30 * SECOND;
  if (url.includes("/rest/v1/") && reads) return rowMs;
  return Math.max(rowMs, 10 * SECOND);
}

/**
 * A `fetch` for what visitors wait for: it waits no longer than `patienceFor` says, and not at all while Supabase is
 * known to be away. What is still coming takes as long as it takes: whoever sends it looks to that.
 *
 * @param breaker is asked before, and told after, each call
 * @param rowMs how long a page waits for its rows, in milliseconds
 * @param send what really fetches
 * @returns the fetch
 */
export function patientFetch(breaker: Breaker, rowMs: number, send: Fetch = fetch): Fetch {
  return like(async (input, init) => {
    if (breaker.isOpen()) throw new Error("Supabase is away, and is not asked until it is back");
    const { method, url } = askedFor(input, init);
    const isComing = init?.body instanceof ReadableStream;
    const deadline = isComing ? null : AbortSignal.timeout(patienceFor(method, url, rowMs));
    try {
      const response = await genuineFetch(send)(input, { ...init, signal: either(init?.signal, deadline) });
      if (NOBODY_THERE.has(response.status)) breaker.failed(new Error(`Supabase answered ${response.status}`));
      else breaker.succeeded();
      return response;
    } catch (error) {
      // What somebody wrote may come back in no shape: it must not keep Supabase from everybody else.
      if (error instanceof NotSupabase) breaker.doubted();
      // Who lost interest says nothing about Supabase.
      else if (!init?.signal?.aborted) breaker.failed(error);
      throw error;
    }
  });
}

/**
 * A `fetch` that takes from nobody but Supabase an answer: see `genuine`.
 *
 * @param send what really fetches
 * @returns the fetch; it rejects where anything else was answered
 */
export const genuineFetch = (send: Fetch = fetch): Fetch =>
  like(async (input, init) => {
    const answer = await send(input, { ...init, redirect: "manual" });
    return NOBODY_THERE.has(answer.status) ? answer : genuine(askedFor(input, init), answer);
  });

/** A `fetch` for work in the background, which is in no hurry. */
export const longFetch: Fetch = like((input, init) =>
  genuineFetch()(input, { ...init, signal: either(init?.signal, AbortSignal.timeout(30 * SECOND)) }),
);

/**
 * Waits ten seconds for an answer to begin, and then for as long as whoever it is for takes it.
 *
 * @param send fetches until its signal says no
 * @param signal says that the answer is no longer wanted
 * @returns the answer, whose body may still be coming
 */
export async function begun(send: (signal: AbortSignal) => Promise<Response>, signal: AbortSignal): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error("Supabase timed out")), 10 * SECOND);
  return send(AbortSignal.any([signal, late.signal])).finally(() => clearTimeout(timer));
}

/** @returns a `fetch` whose every call has `extra` */
export const withInit = (extra: RequestInit, send: Fetch = fetch): Fetch =>
  like((input, init) => send(input, { ...init, ...extra }));

function like(send: (input: string | URL | Request, init?: RequestInit) => Promise<Response>): Fetch {
  return Object.assign(send, { preconnect: fetch.preconnect });
}

const either = (given: AbortSignal | null | undefined, deadline: AbortSignal | null): AbortSignal | null =>
  given && deadline ? AbortSignal.any([given, deadline]) : (given ?? deadline);

function askedFor(input: string | URL | Request, init?: RequestInit): Asked {
  const request = input instanceof Request ? input : undefined;
  const headers = new Headers(init?.headers ?? request?.headers);
  return {
    method: init?.method ?? request?.method ?? "GET",
    url: request?.url ?? String(input),
    accept: headers.get("accept"),
    prefer: headers.get("prefer"),
  };
}
