import { readFile } from "node:fs/promises";

const PAGE_BYTES = 4096;
const TICKS_A_SECOND = 100;
const EVERY_MS = 100;

/** What a process may take: bytes of resident memory at any time, seconds of a processor for each page. */
export type Allowance = { memoryBytes: number; pageSeconds: number };

/** What is watched of a process. */
export type Usage = {
  /** What it took too much of, if anything. */
  exceeded: () => "memory" | "processor" | undefined;
  /** A page is done: the next one has its seconds for itself. */
  nextPage: () => void;
  stop: () => void;
};

/**
 * Watches what a process takes. Neither Bun nor Node can limit that of a child, and WebAssembly may take 4 GiB. Time is
 * the processor's: on a busy machine a page takes longer by the clock, and no longer by this.
 * Only Linux says what a process takes; elsewhere nothing is watched.
 *
 * @param pid the process; undefined when it could not start
 * @param allowance what it may take
 * @param onExceeded called once when it takes more
 * @returns what was seen
 */
export function watchUsage(pid: number | undefined, allowance: Allowance, onExceeded: () => void): Usage {
  let exceeded: ReturnType<Usage["exceeded"]>;
  let begun = 0;
  let latest = 0;
  const timer = setInterval(async () => {
    const [bytes, seconds] = await Promise.all([residentBytes(pid), processorSeconds(pid)]);
    latest = Math.max(latest, seconds);
    if (exceeded) return;
    if (bytes > allowance.memoryBytes) exceeded = "memory";
    else if (latest - begun > allowance.pageSeconds) exceeded = "processor";
    if (exceeded) onExceeded();
  }, EVERY_MS);
  return {
    exceeded: () => exceeded,
    nextPage: () => {
      begun = latest;
    },
    stop: () => clearInterval(timer),
  };
}

async function residentBytes(pid: number | undefined): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, "utf8").catch(() => "");
  return Number(statm.split(" ")[1] ?? 0) * PAGE_BYTES;
}

async function processorSeconds(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name of the program stands in brackets, and may have anything in it.
  const [user = 0, system = 0] = stat.slice(stat.lastIndexOf(")")).split(" ").slice(12, 14).map(Number);
  return (user + system) / TICKS_A_SECOND;
}
