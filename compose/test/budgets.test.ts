import { expect, test } from "vitest";
import { load, mixture, percentile } from "../../testing/load.ts";
import { docker } from "../../testing/programs.ts";
import { ask, containers } from "./stack/stack.ts";

/** The guide's budgets at run time, in MiB. */
const BUDGETS = { web: 512, api: 256, proxy: 64, redis: 128 };

/** FLIPDOCS_LOAD_SECONDS=60 is the whole of it. */
const DURATION = Number(process.env.FLIPDOCS_LOAD_SECONDS ?? 15);
const RATE = 200;

/** The most that each container has used, in MiB. */
async function watchMemory(names: Map<string, string>, most: Map<string, number>, until: number): Promise<void> {
  while (Date.now() < until) {
    const lines = await docker("stats", "--no-stream", "--format", "{{.ID}} {{.MemUsage}}", ...names.keys());
    for (const line of lines.split("\n")) {
      const [id = "", amount = ""] = line.split(" ");
      const service = [...names].find(([container]) => container.startsWith(id))?.[1] ?? id;
      most.set(service, Math.max(most.get(service) ?? 0, inMebibytes(amount)));
    }
  }
}

function inMebibytes(amount: string): number {
  const units: Record<string, number> = { KiB: 1 / 1024, MiB: 1, GiB: 1024 };
  const [, number, unit = ""] = /^([\d.]+)(\w+)$/.exec(amount) ?? [];
  return Number(number) * (units[unit] ?? Number.NaN);
}

test(`under ${RATE} requests a second no GET fails, and memory stays in its budgets`, async () => {
  const names = new Map<string, string>();
  for (const service of Object.keys(BUDGETS)) for (const id of await containers(service)) names.set(id, service);
  const most = new Map<string, number>();
  const outcome = await load(
    await mixture(ask),
    { perSecond: RATE },
    watchMemory(names, most, Date.now() + DURATION * 1000),
    ask,
  );
  const times = [0.5, 0.95, 0.99].map((share) => percentile(outcome, share).toFixed(1)).join(" / ");
  const memory = [...most].map(([service, mebibytes]) => `${service} ${mebibytes.toFixed(0)} MiB`).join(", ");
  console.info(`${outcome.sent} requests in ${DURATION} s; p50 / p95 / p99 ${times} ms; at most ${memory}`);
  const complaints = await Promise.all((await containers("proxy")).map((id) => docker("logs", "--since", "2m", id)));
  if (Object.keys(outcome.failures).length > 0) console.info(complaints.join("\n").slice(-3000));
  expect(outcome.failures).toEqual({});
  expect(most.size).toBe(4);
  for (const [service, budget] of Object.entries(BUDGETS)) expect(most.get(service), service).toBeLessThan(budget);
});
