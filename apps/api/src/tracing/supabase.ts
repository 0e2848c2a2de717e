import { spanned } from "@flipdocs/tracing/current";
import type { Fetch } from "../supabase/patient-fetch.ts";

/**
 * What of Supabase is asked, without what for. Tables, functions and buckets are the code's own words; all behind them
 * is somebody's.
 *
 * @param url as it is fetched
 * @returns such as `rest/books`, `rest/rpc/own_books`, `auth/token`, `storage/pages`
 */
export function operationOf(url: string): string {
  const [, service = "", rest = ""] = /^\/(rest|auth|storage)\/v1\/(.*)$/.exec(new URL(url).pathname) ?? [];
  if (!service) return "other";
  const words = rest.split("/");
  if (service === "storage") return `storage/${word(words.find((one) => !OF_STORAGE.has(one)))}`;
  const [first, second] = words;
  return first === "rpc" ? `rest/rpc/${word(second)}` : `${service}/${word(first)}`;
}

// What stands before the bucket.
const OF_STORAGE = new Set(["object", "authenticated", "public", "info", "list", "sign", "upload"]);

const word = (text = ""): string => (/^[a-z_]{1,40}$/.test(text) ? text : "other");

/**
 * A `fetch` for Supabase whose calls are spans, where they are made on behalf of one.
 *
 * @param send what really fetches
 * @returns the fetch
 */
export function tracedFetch(send: Fetch): Fetch {
  const traced = (input: string | URL | Request, init?: RequestInit) => {
    const request = input instanceof Request ? input : undefined;
    const operation = operationOf(request?.url ?? String(input));
    const method = init?.method ?? request?.method ?? "GET";
    const facts = {
      "db.system.name": "postgresql",
      "db.operation.name": operation,
      "http.request.method": method,
    } as const;
    return spanned(
      `supabase ${method} ${operation}`,
      { kind: "client", facts },
      () => send(input, init),
      ({ status }) => ({ facts: { "http.response.status_code": status }, failed: status >= 500 }),
    );
  };
  return Object.assign(traced, { preconnect: send.preconnect });
}
