import { Agent } from "node:https";
import { type Answer, anybody, ask } from "./stack.ts";

/** What a load came to. */
export interface Outcome {
  sent: number;
  /** Whatever was not a 2xx: path and status, or the error, with how often. */
  failures: Record<string, number>;
  /** Milliseconds, sorted. */
  times: number[];
}

/** GETs at a steady rate, each from another visitor, until `during` is over. It does not wait for answers. */
export async function load(paths: readonly string[], perSecond: number, during: Promise<unknown>): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const outcome: Outcome = { sent: 0, failures: {}, times: [] };
  const started = performance.now();
  const open = new Set<Promise<void>>();
  let over = false;
  const ended = during.finally(() => {
    over = true;
  });
  while (!over) {
    const due = ((performance.now() - started) / 1000) * perSecond;
    for (; outcome.sent < due; outcome.sent++) {
      const path = paths[outcome.sent % paths.length] ?? "/";
      const one = count(outcome, path, ask(path, { agent, from: anybody() }));
      open.add(one.finally(() => open.delete(one)));
    }
    await new Promise((done) => setTimeout(done, 5));
  }
  await Promise.all(open);
  agent.destroy();
  outcome.times.sort((a, b) => a - b);
  await ended;
  return outcome;
}

async function count(outcome: Outcome, path: string, answer: Promise<Answer>): Promise<void> {
  const started = performance.now();
  const what = await answer.then(({ status }) => String(status)).catch((error: Error) => error.message);
  outcome.times.push(performance.now() - started);
  if (what.startsWith("2")) return;
  const failure = `${path}: ${what}`;
  outcome.failures[failure] = (outcome.failures[failure] ?? 0) + 1;
}

/** The time that a share of the answers came within, in milliseconds. */
export const percentile = ({ times }: Pick<Outcome, "times">, share: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;

/** What readers ask for: pages, files of the app, and the API. */
export async function mixture(): Promise<string[]> {
  const { body } = await ask("/");
  const assets = [...body.matchAll(/\/_next\/static\/[^"?\s]+\.(?:js|css)/g)].map(([path]) => path);
  const [asset = "/icon.svg"] = assets;
  return ["/", asset, "/api/health", asset, "/icon.svg", asset, "/api/health", "/sign-in", asset, "/api/health"];
}

/** A promise that some seconds later is kept. */
export const seconds = (count: number): Promise<void> => new Promise((done) => setTimeout(done, count * 1000));
