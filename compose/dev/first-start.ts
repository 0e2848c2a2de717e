/**
 * Runs a program under `bun --watch`. Bun waits for an edit when a program does not load; where it has never loaded, in a
 * container that is just being started, that would be silence: there the container ends, and its log says why.
 *
 *   bun --watch compose/dev/first-start.ts apps/api/src/index.ts
 */
import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const [program = ""] = process.argv.slice(2);
// Docker gives each start of a container an empty folder there.
const loaded = "/dev/shm/loaded";
try {
  await import(resolve(program));
  writeFileSync(loaded, "");
} catch (error) {
  if (existsSync(loaded)) throw error;
  console.error(error);
  process.exit(1);
}
