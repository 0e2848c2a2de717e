import { afterAll, beforeAll, expect, test } from "vitest";
import { dockerBinary } from "../../packages/dagger-on-docker/src/base/index.ts";
import { seconds } from "../../testing/load.ts";
import { attempt } from "../../testing/programs.ts";
import { BODIES } from "./hostile/bodies.ts";
import { CHOICES } from "./hostile/choices.ts";
import { CLIENTS, HTTP2, HTTP3 } from "./hostile/connections.ts";
import { HEADERS } from "./hostile/headers.ts";
import { PATHS } from "./hostile/paths.ts";
import { HOSTS, LINES, METHODS, UPGRADES } from "./hostile/requests.ts";
import type { Hostile } from "./hostile/words.ts";
import { ask, containers } from "./stack/stack.ts";
import { strike } from "./stack/strike.ts";

/** What another visitor asks for. */
const ASKED = ["/", "/api/health"] as const;

/** The statuses that another visitor got, or the error. */
const visit = (): Promise<unknown[]> =>
  Promise.all(ASKED.map((path) => ask(path).then(({ status }) => status, String)));

const ALL_WELL = [200, 200];

let over = false;
let watching: Promise<unknown[][]>;

/** Asks once a second, whatever goes on. */
async function watch(): Promise<unknown[][]> {
  const seen: unknown[][] = [];
  for (; !over; await seconds(1)) seen.push(await visit());
  return seen;
}

const began = new Date().toISOString();

beforeAll(() => {
  watching = watch();
});
afterAll(() => {
  over = true;
});

/** What the proxy has written since: of requests, and to stderr of what went wrong. Others' tests write there as well. */
async function proxyLog(): Promise<Pick<Awaited<ReturnType<typeof attempt>>, "stdout" | "stderr">> {
  const [proxy = ""] = await containers("proxy");
  return attempt(dockerBinary(), ["logs", "--since", began, proxy]);
}

async function sixTimes(line: Hostile): Promise<void> {
  const [, bytes, expected] = line;
  const strikes = Array.from({ length: 6 }, () => strike(line));
  const during = await visit();
  const answers = await Promise.all(strikes);
  expect([during, await visit(), await visit()]).toEqual([ALL_WELL, ALL_WELL, ALL_WELL]);
  for (const { status, type, body } of answers) {
    expect(status).toBe(expected);
    if (status < 400) continue;
    // Whoever makes it: a problem under /api/, a page of the site's looks elsewhere.
    const isOfApi = /^\S+ +(\w+:\/\/[^/ ]*)?\/(api|%61(pi|%70%69))\b/.test(String([bytes].flat()[0]));
    expect(type).toMatch(isOfApi ? "application/problem+json" : "text/html");
    expect(body).toContain(isOfApi ? `"status":${status}` : "FlipDocs");
  }
}

/** A line more is a test more: see hostile/. */
test.for(UPGRADES)("upgrades: %s", sixTimes);
test.for(METHODS)("methods: %s", sixTimes);
test.for(LINES)("request lines: %s", sixTimes);
test.for(HOSTS)("names: %s", sixTimes);
test.for(PATHS)("paths: %s", sixTimes);
test.for(HEADERS)("headers: %s", sixTimes);
test.for(BODIES)("bodies: %s", sixTimes);
test.for(CHOICES)("ranges and encodings: %s", sixTimes);
test.for(CLIENTS)("clients: %s", sixTimes);
test.for(HTTP2)("HTTP/2: %s", sixTimes);
test.for(HTTP3)("HTTP/3: %s", sixTimes);

// 32 MB of it are everybody's.
test("no body of all that came to the proxy's disk", async () => {
  const { stderr } = await proxyLog();
  expect(stderr).toContain("[error]");
  expect(stderr).not.toContain("buffered to a temporary file");
});

test("each line of the proxy's log is an object by itself, whatever was sent", async () => {
  const lines = (await proxyLog()).stdout.trim().split("\n");
  expect(lines.length).toBeGreaterThan(1000);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ status: expect.any(Number) });
});

test("another visitor, who asked once a second all the while, got each page and each answer", async () => {
  over = true;
  const seen = await watching;
  expect(seen.length).toBeGreaterThan(10);
  expect(seen.filter((statuses) => String(statuses) !== String(ALL_WELL))).toEqual([]);
});
