import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { paths, runIds } from "./protocol.ts";

/** Where a run is recorded: under the id of its chain, which the session hands in beside the cache key. */
export function recordFolder(run: string | undefined): string {
  const pair = process.env[runIds]?.split(",").find((pair) => pair.startsWith(`${run}=`));
  return join(paths.records, pair?.slice(pair.indexOf("=") + 1) || "unnamed");
}

/** Copies the record of the run before into the step's files. Fails where it is gone: then the command has to run again. */
export function copyRecord([id = ""]: string[]): number {
  const folder = join(paths.records, id);
  if (!existsSync(join(folder, "record.json"))) {
    console.error(`record-lost ${folder}`);
    return 44;
  }
  mkdirSync(paths.left);
  for (const name of ["record.json", "stdout", "stderr", "combined"])
    cpSync(join(folder, name), join(paths.left, name));
  return 0;
}
