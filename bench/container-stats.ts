import { request } from "node:http";

const MEBIBYTE = 1024 * 1024;

/** Docker's own counts, which are the same whatever version control groups have. */
export interface ContainerStats {
  /** Of a processor, so far. */
  seconds: number;
  /** What it has in memory now, without files that are only kept there. */
  mebibytes: number;
}

interface Stats {
  cpu_stats: { cpu_usage: { total_usage: number } };
  memory_stats: { usage: number; stats: { inactive_file?: number; total_inactive_file?: number } };
}

/** @returns what a container has taken, and takes */
export async function statsOf(container: string): Promise<ContainerStats> {
  const { cpu_stats, memory_stats } = await asked<Stats>(`/containers/${container}/stats?stream=false&one-shot=true`);
  const { inactive_file, total_inactive_file = 0 } = memory_stats.stats;
  return {
    seconds: cpu_stats.cpu_usage.total_usage / 1e9,
    mebibytes: (memory_stats.usage - (inactive_file ?? total_inactive_file)) / MEBIBYTE,
  };
}

/** @returns what each process of a container was started as, and what it has in memory, in MiB */
export async function processesOf(container: string): Promise<{ started: string; mebibytes: number }[]> {
  const path = `/containers/${container}/top?ps_args=${encodeURIComponent("-eo pid,rss,args")}`;
  const { Processes } = await asked<{ Processes: string[][] }>(path);
  return Processes.map(([, kibibytes = "0", ...words]) => ({
    started: words.join(" "),
    mebibytes: Number(kibibytes) / 1024,
  }));
}

function asked<Answer>(path: string): Promise<Answer> {
  return new Promise((done, failure) => {
    const asking = request({ socketPath: "/var/run/docker.sock", path }, async (answer) => {
      let text = "";
      for await (const part of answer) text += part;
      if (answer.statusCode === 200) done(JSON.parse(text) as Answer);
      else failure(new Error(`Docker answered ${path} with ${answer.statusCode}: ${text}`));
    });
    asking.on("error", failure).end();
  });
}
