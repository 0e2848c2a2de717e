import { lookup } from "node:dns/promises";
import { headers } from "next/headers";
import { cache } from "react";
import { readEnvironment } from "@/env.ts";
import { tracedAsk } from "@/tracing/asking.ts";
import { accountApi } from "./account.ts";
import { bounded } from "./bounded.ts";
import { flipdocsApi, type Transport } from "./client.ts";
import { firstAnswer } from "./first-answer.ts";
import { forwarded } from "./forwarded.ts";
import { libraryApi } from "./library.ts";
import { type Replicas, replicasOf } from "./replicas.ts";
import { sharingApi } from "./sharing.ts";

/**
 * What a page may wait for the API, all its questions together, in milliseconds: without an answer it says so. With the
 * time to render it, this has to stay below the 1.5 s after which the proxy asks another replica for the same page.
 */
const PAGE = 1000;

/** As much as an answer may have: the longest one, the pages of a book of 2,000, has a hundredth of it. */
const MOST_BYTES = 16 * 1024 * 1024;

/** When another replica is asked as well. */
const LATE = 400;

/** What a change may take, in milliseconds: it is asked for once. */
const CHANGE = 15_000;

const pageDeadline = cache(() => AbortSignal.timeout(PAGE));

// One for the server, not one for each page.
let api: Replicas | undefined;

/**
 * The API as a server component reaches it, on behalf of the visitor whose request it answers.
 *
 * @param patience - what the page can do without waits only so long, in milliseconds
 */
export async function serverApi(patience?: number) {
  return flipdocsApi(await transport(patience));
}

/** What is asked about a person's own books, on behalf of the same visitor. */
export async function serverLibrary() {
  return libraryApi(await transport());
}

/** What is done with links, on behalf of the same visitor. */
export async function serverSharing() {
  return sharingApi(await transport());
}

/** What is asked about a person's own account, on behalf of the same visitor. */
export async function serverAccount() {
  return accountApi(await transport());
}

async function transport(patience?: number): Promise<Transport> {
  const visitor = forwarded(await headers());
  return (path, init) => {
    const changes = init?.method !== undefined;
    const deadline = changes
      ? AbortSignal.timeout(CHANGE)
      : patience === undefined
        ? pageDeadline()
        : AbortSignal.timeout(patience);
    const url = new URL(readEnvironment(process.env).API_URL + path);
    const ask = async (replica: string, either: AbortSignal) => {
      const place = Object.assign(new URL(url), { hostname: replica });
      const signal = AbortSignal.any([either, deadline]);
      const own = { ...Object.fromEntries(new Headers(init?.headers)), ...visitor };
      const answer = await tracedAsk(init?.method ?? "GET", path, visitor.traceparent, (traceparent) => {
        const headers = traceparent === undefined ? own : { ...own, traceparent };
        // The API sends nobody elsewhere: who does is not the API.
        return fetch(place, { ...init, headers, cache: "no-store", redirect: "error", signal });
      });
      return bounded(answer, MOST_BYTES);
    };
    // A certificate is for the name.
    if (url.protocol === "https:") return ask(url.hostname, deadline);
    api ??= replicasOf(url.hostname, addresses);
    const [first = url.hostname, second] = api.inOrder();
    if (changes || second === undefined) return ask(first, deadline);
    return firstAnswer(ask, [first, second], LATE, api.missed);
  };
}

const addresses = async (name: string): Promise<string[]> =>
  (await lookup(name, { all: true })).map(({ address, family }) => (family === 6 ? `[${address}]` : address));
