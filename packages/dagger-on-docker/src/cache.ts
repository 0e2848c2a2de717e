import { readdirSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** A folder of the user's cache, for what can be made again. */
export function cacheFolder(name: string): string {
  const { XDG_CACHE_HOME: told = "" } = process.env;
  // By its specification a relative one counts for none.
  return join(isAbsolute(told) ? told : join(homedir(), ".cache"), "dagger-on-docker", name);
}

const keptMs = 30 * 24 * 3600 * 1000;

/** Removes what was put into a folder of the cache a month ago. */
export function dropOld(folder: string): void {
  for (const old of readdirSync(folder).map((name) => join(folder, name))) {
    const made = statSync(old, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - made > keptMs) rmSync(old, { recursive: true, force: true });
  }
}
