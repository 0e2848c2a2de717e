import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { asks } from "../../testing/asking.ts";
import { load, mixture, type Outcome, told } from "../../testing/load.ts";
import { until } from "../../testing/programs.ts";
import { type Host, type HostFacts, hostOf } from "../hosts/host.ts";
import { type Ended, type Started, startDaggerw } from "../programs.ts";
import { keep, note } from "./transcript.ts";

/** A site that has been deployed to a host of the suite's. */
export interface Site {
  /** A copy of the repository, which tests may edit. */
  readonly checkout: string;
  /** The folder of site.env and secrets. */
  readonly files: string;
  readonly host: HostFacts;
  /** The report of its first deploy. */
  readonly first: string;
}

export const site = (): Site => inject("site");
export const host = (): Host => hostOf(inject("site").host);

/** What asks no host. */
const HOSTLESS = ["publish", "bundle"];

/** What each function takes beside the way to the host. */
const given: Readonly<Record<string, (site: Site) => readonly string[]>> = {
  plan: ({ files }) => ["--site", join(files, "site.env"), "--secrets", `file:${join(files, "secrets")}`],
  deploy: (site) => [...(given.plan?.(site) ?? []), "--standins"],
};

/** Starts `./daggerw call`, as a person types it; later words win over those that all calls share. */
export function begin(site: Site, name: string, ...words: readonly string[]): Started {
  const { address, user, key, knownHosts } = site.host;
  const way = { "--host": `${user}@${address}`, "--key": `file:${key}`, "--knownhosts": knownHosts };
  const shared = HOSTLESS.includes(name)
    ? []
    : Object.entries(way).flatMap(([flag, value]) => (words.includes(flag) ? [] : [flag, value]));
  const args = ["--progress=plain", "call", name, ...shared, ...(given[name]?.(site) ?? []), ...words];
  return startDaggerw(args, { cwd: site.checkout });
}

/** Runs it to its end, whatever that is. */
export const call = (site: Site, name: string, ...words: readonly string[]): Promise<Ended> =>
  begin(site, name, ...words).ended;

/** What it printed; it has to have succeeded. */
function succeeded({ code, stdout, stderr }: Ended, name: string, words: readonly string[]): string {
  if (code !== 0) throw new Error(`call ${name} ${words.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

/** Runs it; it has to succeed. Returns what it printed. */
export const called = async (name: string, ...words: readonly string[]): Promise<string> =>
  succeeded(await call(site(), name, ...words), name, words);

/** Runs it, and keeps it for the transcript; it has to succeed. */
export async function shown(title: string, name: string, ...words: readonly string[]): Promise<string> {
  const ended = await call(site(), name, ...words);
  keep(title, [name, ...words], ended);
  const stdout = succeeded(ended, name, words);
  console.info(stdout);
  return stdout;
}

/** Replaces text in a file of the copy; returns what puts it back. */
export function edit(file: string, before: string, after: string): () => void {
  const path = join(site().checkout, file);
  const content = readFileSync(path, "utf8");
  if (!content.includes(before)) throw new Error(`${file} has no ${JSON.stringify(before)}: adapt the test to it.`);
  writeFileSync(path, content.replace(before, after));
  return () => writeFileSync(path, content);
}

/** Asks the site from outside of its host. */
export const visit: ReturnType<typeof asks> = (path, options) =>
  asks({ host: site().host.address, port: 443 })(path, options);

/** Clients in a loop, until `during` is over; says what it came to. */
export async function underLoad(what: string, during: Promise<unknown>, clients = 20): Promise<Outcome> {
  const outcome = await load(await mixture(visit), { clients }, during, visit);
  const words = told(what, outcome);
  console.info(words);
  note(`Meanwhile ${clients} clients in a loop. ${words}.`);
  return outcome;
}

/** The longest time without an answer, in milliseconds, for one visitor who asks until `during` is over. */
export async function longestSilence(during: Promise<unknown>): Promise<number> {
  let isOver = false;
  const ended = during.finally(() => {
    isOver = true;
  });
  let [last, longest] = [performance.now(), 0];
  while (!isOver) {
    const answer = await visit("/api/health").catch(() => undefined);
    if (answer?.status !== 200) continue;
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }
  await ended;
  return longest;
}

/** The containers of a service's tasks that run on a machine, or of all services. */
export async function running(service = "", machine: Pick<Host, "docker"> = host()): Promise<string[]> {
  const label = `label=com.docker.swarm.service.name${service && `=flipdocs_${service}`}`;
  return (await machine.docker("ps", "--quiet", "--no-trunc", "--filter", label)).split("\n").filter(Boolean).sort();
}

/** Waits until those who drain have gone, so that a service's containers are as many as it has replicas. */
export const settled = (service: string, replicas: number): Promise<boolean> =>
  until(90, async () => (await running(service)).length === replicas);

/** What was written down of who did what, newest first. */
export async function audit(): Promise<readonly Record<string, unknown>[]> {
  return JSON.parse(await called("audit", "--format", "json")) as Record<string, unknown>[];
}
