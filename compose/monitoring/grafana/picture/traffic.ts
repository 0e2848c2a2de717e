import { setTimeout as sleep } from "node:timers/promises";
import { SAMPLE, signUp, type Visitor } from "../../../../apps/api/test/visitor.ts";

/** Where readers go: pages and the API through the proxy, and the API itself, whose port is not limited. */
export interface Addresses {
  site: string;
  api: string;
}

const BROKEN = SAMPLE.subarray(0, 2000);
const BOOK_EVERY = 15;

/**
 * Reads, searches, misses and uploads, for a while: some requests a second, more and less in waves. What fails, fails
 * (while a replica is replaced, say): the graphs are to show it.
 *
 * @param addresses where the stack answers
 * @param seconds how long
 */
export async function traffic({ site, api }: Addresses, seconds: number): Promise<void> {
  const reader = await signUp(api);
  const visitor = reader.at(`${site}/api`);
  const { id } = await reader.makeBook();
  const until = Date.now() + seconds * 1000;
  for (let turn = 0; Date.now() < until; turn++) {
    const begun = Date.now();
    const broken = turn % (3 * BOOK_EVERY) === BOOK_EVERY;
    if (turn % BOOK_EVERY === 0) void quietly(() => visitor.makeBook(broken ? BROKEN : SAMPLE, `Book ${turn}`));
    await quietly(() => look(visitor, site, id, 2 + Math.round(2 * Math.sin(turn / 16))));
    await sleep(Math.max(0, 1000 - (Date.now() - begun)));
  }
}

/** What one reader does within a second, `pages` pages long. */
async function look(visitor: Visitor, site: string, id: string, pages: number): Promise<void> {
  await Promise.all([
    fetch(site).then((response) => response.text()),
    visitor.books("/v1/books/public"),
    visitor.fetch(`/v1/books/${id}/search?q=page`),
    visitor.fetch("/v1/books/no-such-book"),
  ]);
  for (let page = 1; page <= pages; page++) {
    const path = `/v1/books/${id}/pages/${page}/image`;
    const image = await visitor.fetch(path);
    await image.arrayBuffer();
    await visitor.fetch(path, { headers: { "if-none-match": image.headers.get("etag") ?? "" } });
  }
}

const quietly = (what: () => Promise<unknown>): Promise<unknown> => what().catch(() => undefined);
