import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { type App, addDependency, editLine, editReadme } from "../testing/edits.ts";
import { imageSize, movedMegabytes } from "../testing/layers.ts";
import { copyRepository, type RepositoryCopy } from "../testing/repository.ts";
import type { Builder } from "./builders.ts";
import type { DockerHost } from "./docker-host.ts";

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
  const runs = builders.map((builder): Run => ({ builder, ...copyRepository(), times: {} }));
  try {
    await measureCold(runs, host, log);
    for (const { builder, folder } of runs) for (const app of apps) await builder.build(folder, app);
    for (const [row, edit] of Object.entries(edits)) await measureRow(runs, row, edit, log);
    const measured: Measured[] = [];
    for (const { builder, folder, times } of runs)
      measured.push({ name: builder.name, times, ...(await weigh(builder, host, folder)) });
    return measured;
  } finally {
    for (const { remove } of runs) remove();
  }
}

/** A builder, the copy of the repository that it builds, and what it has taken so far. */
interface Run extends RepositoryCopy {
  readonly builder: Builder;
  readonly times: Record<string, Record<string, number>>;
}

/** Without any build cache or package store; bases, daggerw's own packages and the module's types are there. */
async function measureCold(runs: readonly Run[], host: DockerHost, log: Log): Promise<void> {
  const best = new Map(runs.map((run) => [run, { inTurn: Infinity, atOnce: Infinity }]));
  // The first round brings what a first build fetches once for all, and does not count.
  for (let round = 0; round <= coldRounds; round++)
    for (const [{ builder, folder }, times] of best)
      for (const how of ["inTurn", "atOnce"] as const) {
        const build = builder.buildBoth[how];
        if (!build) continue;
        host.emptyCache();
        // Removing gigabytes keeps the disk busy for a while, under whatever is measured next.
        execFileSync("sync");
        const took = await seconds(() => build(folder));
        log(`${builder.name}: cold, ${how}: ${took.toFixed(2)} s`);
        // The best, not the median: what a network adds is not the builder's.
        if (round > 0) times[how] = Math.min(took, times[how]);
      }
  // One call that builds both counts for both.
  for (const [{ builder, times }, { inTurn, atOnce }] of best)
    times.cold = { inTurn: builder.buildBoth.inTurn ? inTurn : atOnce, atOnce };
}

/** Both apps' times after each of some edits. */
async function measureRow(runs: readonly Run[], row: string, edit: Edit, log: Log): Promise<void> {
  const samples = new Map(runs.map((run) => [run, { web: [] as number[], api: [] as number[] }]));
  for (let round = 1; round <= rounds; round++)
    for (const [{ builder, folder }, took] of samples) {
      edit(folder, round);
      for (const app of apps) took[app].push(await seconds(() => builder.build(folder, app)));
    }
  for (const [{ builder, times }, { web, api }] of samples) {
    times[row] = { web: middle(web), api: middle(api) };
    log(`${builder.name}: ${row}: ${JSON.stringify(times[row])}`);
  }
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
