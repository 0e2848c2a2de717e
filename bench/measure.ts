import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Builder } from "./builders.ts";
import type { DockerHost } from "./docker-host.ts";
import { type App, addDependency, editLine, editReadme } from "./edits.ts";
import { imageSize, movedMegabytes } from "./layers.ts";
import { copyRepository } from "./repository.ts";

const rounds = 5;
const coldRounds = 3;
const apps: readonly App[] = ["web", "api"];

/** Row → app, or how both are built → seconds: the median of the rounds, cold the best. */
export type Times = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What one builder took, and what its images weigh. */
export interface Measured {
  readonly name: string;
  readonly times: Times;
  readonly megabytes: Readonly<Record<App, number>>;
  readonly moved: Readonly<Record<App, number>>;
}

type Log = (line: string) => void;

type Edit = (folder: string, round: number) => void;

/** What happens to the repository before each build of a row. */
const edits: Readonly<Record<string, Edit>> = {
  "nothing changed": () => {},
  "one line in web": (folder, round) => editLine(folder, "web", round),
  "one line in api": (folder, round) => editLine(folder, "api", round),
  "dependency added to web": (folder, round) => addDependency(folder, "web", round),
  "dependency added to api": (folder, round) => addDependency(folder, "api", round + 1),
  README: editReadme,
};

/**
 * Measures builders in turns, each in a copy of its own: a machine's speed drifts within minutes, and what one row
 * compares was measured within one of them.
 */
export async function measure(builders: readonly Builder[], host: DockerHost, log: Log): Promise<Measured[]> {
  const runs = builders.map((builder) => ({ builder, ...copyRepository() }));
  try {
    const cold = await coldTimes(runs, host, log);
    for (const { builder, folder } of runs) for (const app of apps) await builder.build(folder, app);
    const times = runs.map((_, at): Record<string, Record<string, number>> => ({ cold: cold[at] ?? {} }));
    for (const [row, edit] of Object.entries(edits))
      for (const [at, medians] of (await medianTimes(runs, edit)).entries()) {
        Object.assign(times[at] ?? {}, { [row]: medians });
        log(`${runs[at]?.builder.name}: ${row}: ${JSON.stringify(medians)}`);
      }
    const measured: Measured[] = [];
    for (const [at, { builder, folder }] of runs.entries())
      measured.push({ name: builder.name, times: times[at] ?? {}, ...(await weigh(builder, host, folder)) });
    return measured;
  } finally {
    for (const { remove } of runs) remove();
  }
}

/** A builder, and the copy of the repository that it builds. */
interface Run {
  readonly builder: Builder;
  readonly folder: string;
}

/** Without any build cache or package store; bases, daggerw's own packages and the module's types are there. */
async function coldTimes(runs: readonly Run[], host: DockerHost, log: Log): Promise<Record<string, number>[]> {
  const best = runs.map((): Record<string, number> => ({}));
  // The first round brings what a first build fetches once for all, and does not count.
  for (let round = 0; round <= coldRounds; round++)
    for (const [at, { builder, folder }] of runs.entries())
      for (const [how, build] of Object.entries(builder.buildBoth)) {
        host.emptyCache();
        // Removing gigabytes keeps the disk busy for a while, under whatever is measured next.
        execFileSync("sync");
        const took = await seconds(() => build(folder));
        log(`${builder.name}: cold, ${how}: ${took.toFixed(2)} s`);
        const times = best[at] ?? {};
        // The best, not the median: what a network adds is not the builder's.
        if (round > 0) times[how] = Math.min(took, times[how] ?? took);
      }
  // One call that builds both counts for both.
  return best.map((times) => ({ inTurn: times.inTurn ?? times.atOnce ?? 0, atOnce: times.atOnce ?? 0 }));
}

/** Both apps' times after each of some edits, run by run. */
async function medianTimes(runs: readonly Run[], edit: Edit): Promise<Record<App, number>[]> {
  const samples = runs.map((): Record<App, number[]> => ({ web: [], api: [] }));
  for (let round = 1; round <= rounds; round++)
    for (const [at, { builder, folder }] of runs.entries()) {
      edit(folder, round);
      for (const app of apps) samples[at]?.[app].push(await seconds(() => builder.build(folder, app)));
    }
  return samples.map(({ web, api }) => ({ web: middle(web), api: middle(api) }));
}

async function weigh(
  builder: Builder,
  host: DockerHost,
  folder: string,
): Promise<Pick<Measured, "megabytes" | "moved">> {
  const megabytes = { web: 0, api: 0 };
  const moved = { web: 0, api: 0 };
  for (const app of apps) {
    const [before, after] = [`bench-before-${app}`, `bench-after-${app}`];
    await builder.image(folder, app, before);
    editLine(folder, app, "of weight");
    await builder.image(folder, app, after);
    megabytes[app] = imageSize(after, host.env);
    moved[app] = await movedMegabytes(before, after, host.env);
    host.docker("rmi", "--force", before, after);
  }
  return { megabytes, moved };
}

const middle = (samples: readonly number[]): number => [...samples].sort((a, b) => a - b)[samples.length >> 1] ?? 0;

async function seconds(action: () => Promise<void>): Promise<number> {
  await quietMachine();
  const started = performance.now();
  await action();
  return (performance.now() - started) / 1000;
}

/** Waits, ten seconds at most, until others leave the processors alone. */
async function quietMachine(): Promise<void> {
  for (let tries = 0; tries < 10 && running() > cpus().length / 2; tries++) await sleep(1000);
}

/** Programs that run or want to at this moment, without this one. The load average would count our last build. */
const running = (): number => Number(readFileSync("/proc/loadavg", "utf8").split(" ")[3]?.split("/")[0]) - 1;
