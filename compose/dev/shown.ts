import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 25;

/**
 * Edits, and looks until the edit shows. How long that took is printed, and nothing is asserted about it.
 *
 * @param what names the edit in the printed line
 * @param edit changes a file
 * @param look says whether the change can be seen; what it throws counts as no
 * @returns whether it was seen within a minute
 */
export async function shown(what: string, edit: () => Promise<void>, look: () => Promise<boolean>): Promise<boolean> {
  const started = performance.now();
  await edit();
  while (performance.now() - started < PATIENCE_MS) {
    if (await look().catch(() => false)) {
      console.log(`an edit in ${what} showed after ${Math.round(performance.now() - started)} ms`);
      return true;
    }
    await sleep(LOOK_EVERY_MS);
  }
  return false;
}
