import { Agent } from "node:https";
import { type Answer, type Asking, anybody } from "./asking.ts";

/** What a load came to. */
export interface Outcome {
  sent: number;
  /** Whatever was not a 2xx: path and status, or the error, with how often. */
  failures: Record<string, number>;
  /** Milliseconds, sorted. */
  times: number[];
}

/** How fast: so many a second, whatever the answers take, or so many clients who each ask again once they are answered. */
export type Pace = { readonly perSecond: number } | { readonly clients: number };

/** Waits until a load has been answered so many more times. */
export type Answered = (more: number) => Promise<void>;

/**
 * GETs, each from another visitor, until `during` is over.
 *
 * @param during what happens meanwhile; as a function, it can wait for a part of the load
 * @param asking where to
 */
export async function load(
  paths: readonly string[],
  pace: Pace,
  during: Promise<unknown> | ((answered: Answered) => Promise<unknown>),
  asking: Asking,
): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const outcome: Outcome = { sent: 0, failures: {}, times: [] };
  const waiting = new Set<{ readonly at: number; readonly done: () => void }>();
  const answered: Answered = (more) =>
    new Promise((done) => void waiting.add({ at: outcome.times.length + more, done }));
  const next = async () => {
    const path = paths[outcome.sent++ % paths.length] ?? "/";
    await count(outcome, path, asking(path, { agent, from: anybody() }));
    for (const one of waiting) if (outcome.times.length >= one.at && waiting.delete(one)) one.done();
  };
  let over = false;
  const ended = (typeof during === "function" ? during(answered) : during).finally(() => {
    over = true;
  });
  const isOver = () => over;
  await ("clients" in pace ? clients(pace.clients, next, isOver) : steadily(pace.perSecond, next, isOver));
  agent.destroy();
  outcome.times.sort((a, b) => a - b);
  await ended;
  return outcome;
}

async function clients(many: number, next: () => Promise<void>, isOver: () => boolean): Promise<void> {
  const client = async () => {
    while (!isOver()) await next();
  };
  await Promise.all(Array.from({ length: many }, client));
}

async function steadily(perSecond: number, next: () => Promise<void>, isOver: () => boolean): Promise<void> {
  const started = performance.now();
  const open = new Set<Promise<void>>();
  for (let sent = 0; !isOver(); ) {
    const due = ((performance.now() - started) / 1000) * perSecond;
    for (; sent < due; sent++) {
      const one = next();
      open.add(one.finally(() => open.delete(one)));
    }
    await new Promise((done) => setTimeout(done, 5));
  }
  await Promise.all(open);
}

async function count(outcome: Outcome, path: string, answer: Promise<Answer>): Promise<void> {
  const started = performance.now();
  const what = await answer.then(({ status }) => String(status)).catch((error: Error) => error.message);
  outcome.times.push(performance.now() - started);
  if (what.startsWith("2")) return;
  const failure = `${path}: ${what}`;
  outcome.failures[failure] = (outcome.failures[failure] ?? 0) + 1;
}

/** How many were not answered well. */
export const failed = ({ failures }: Pick<Outcome, "failures">): number =>
  Object.values(failures).reduce((sum, count) => sum + count, 0);

/** The time that a share of the answers came within, in milliseconds. */
export const percentile = ({ times }: Pick<Outcome, "times">, share: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;

/** The same in words. */
export const told = (what: string, outcome: Outcome): string =>
  `${what}: ${outcome.sent} requests, ${failed(outcome)} failed, slowest ${percentile(outcome, 1).toFixed(0)} ms`;

/** What readers ask for: pages, files of the app, and the API. */
export async function mixture(asking: Asking): Promise<string[]> {
  const { body } = await asking("/");
  const assets = [...body.matchAll(/\/_next\/static\/[^"?\s]+\.(?:js|css)/g)].map(([path]) => path);
  const [asset = "/icon.svg"] = assets;
  return ["/", asset, "/api/health", asset, "/icon.svg", asset, "/api/health", "/sign-in", asset, "/api/health"];
}

/** A promise that some seconds later is kept. */
export const seconds = (count: number): Promise<void> => new Promise((done) => setTimeout(done, count * 1000));
