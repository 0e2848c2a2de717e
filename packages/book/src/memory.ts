import { readFile } from "node:fs/promises";

const PAGE_BYTES = 4096;
const EVERY_MS = 100;

/**
 * Watches the memory of a process. Neither Bun nor Node can limit that of a child, and WebAssembly may take 4 GiB.
 * Only Linux says what a process takes; elsewhere nothing is watched.
 *
 * @param pid the process; undefined when it could not start
 * @param most bytes of resident memory that it may take
 * @param onExceeded called once when it takes more
 * @returns whether it took more, and how to stop watching
 */
export function watchMemory(pid: number | undefined, most: number, onExceeded: () => void) {
  let exceeded = false;
  const timer = setInterval(async () => {
    if (exceeded || (await residentBytes(pid)) <= most) return;
    exceeded = true;
    onExceeded();
  }, EVERY_MS);
  return { exceeded: () => exceeded, stop: () => clearInterval(timer) };
}

async function residentBytes(pid: number | undefined): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, "utf8").catch(() => "");
  return Number(statm.split(" ")[1] ?? 0) * PAGE_BYTES;
}
