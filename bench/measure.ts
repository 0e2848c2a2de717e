import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Builder } from "./builders.ts";
import type { DockerHost } from "./docker-host.ts";
import { type App, addDependency, editLine, editReadme } from "./edits.ts";
import { imageSize, movedMegabytes } from "./layers.ts";
import { copyRepository } from "./repository.ts";

const rounds = 3;
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

/** Measures a builder in a copy of its own, on a host whose cache it empties. */
export async function measure(builder: Builder, host: DockerHost, log: (line: string) => void): Promise<Measured> {
  const { folder, remove } = copyRepository();
  try {
    const times: Record<string, Record<string, number>> = { cold: await cold(builder, host, folder) };
    log(`${builder.name}: cold: ${JSON.stringify(times.cold)}`);
    for (const app of apps) await builder.build(folder, app);
    for (const [row, edit] of Object.entries(edits)) {
      times[row] = await rows(builder, folder, edit);
      log(`${builder.name}: ${row}: ${JSON.stringify(times[row])}`);
    }
    return { name: builder.name, times, ...(await weigh(builder, host, folder)) };
  } finally {
    remove();
  }
}

/** Without any build cache or package store; bases, daggerw's own packages and the module's types are there. */
async function cold({ buildBoth }: Builder, host: DockerHost, folder: string): Promise<Record<string, number>> {
  const atOnce = await coldest(buildBoth.atOnce, host, folder);
  return { inTurn: buildBoth.inTurn ? await coldest(buildBoth.inTurn, host, folder) : atOnce, atOnce };
}

async function coldest(build: (folder: string) => Promise<void>, host: DockerHost, folder: string): Promise<number> {
  await build(folder);
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) {
    host.emptyCache();
    // Removing gigabytes keeps the disk busy for a while, under whatever is measured next.
    execFileSync("sync");
    samples.push(await seconds(() => build(folder)));
  }
  // The best, not the median: what a network adds is not the builder's.
  return Math.min(...samples);
}

async function rows(builder: Builder, folder: string, edit: Edit): Promise<Record<string, number>> {
  const samples: Record<App, number[]> = { web: [], api: [] };
  for (let round = 1; round <= rounds; round++) {
    edit(folder, round);
    for (const app of apps) samples[app].push(await seconds(() => builder.build(folder, app)));
  }
  return { web: middle(samples.web), api: middle(samples.api) };
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
