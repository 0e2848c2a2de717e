import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { paths, runIds } from "./protocol.ts";

/** Where a run is recorded: under the id of its chain, which the session hands in beside the cache key. */
export function recordFolder(run: string | undefined): string {
  const ids = new Map((process.env[runIds] ?? "").split(",").map((pair) => pair.split("=") as [string, string]));
  return join(paths.records, (run && ids.get(run)) || "unnamed");
}

/** Copies the record of the run before into the step's files. Fails where it is gone: then the command has to run again. */
export function copyRecord([id = ""]: string[]): number {
  const folder = join(paths.records, id);
  if (!existsSync(join(folder, "record.json"))) return lost(folder);
  mkdirSync(paths.left);
  for (const name of ["record.json", "stdout", "stderr", "combined"])
    cpSync(join(folder, name), join(paths.left, name));
  return 0;
}

/** Copies what a run left of a mounted folder, or file, into the step's files: as recorded, or as it was where nothing changed. */
export function copyWritten([id = "", target = "", kind]: string[]): number {
  const folder = join(paths.records, id);
  if (!existsSync(join(folder, "record.json"))) return lost(folder);
  const recorded = writtenFolder(folder, target);
  copyAll(existsSync(recorded) ? recorded : paths.origin, kind === "file" ? join(paths.left, "file") : paths.left);
  return 0;
}

function lost(folder: string): number {
  console.error(`record-lost ${folder}`);
  return 44;
}

const writtenFolder = (folder: string, target: string): string => join(folder, `mount-${encodeURIComponent(target)}`);

/** Keeps a mount's content in the record where a run changed it; a change shows in a ctime since the start. */
export function keepWritten(folder: string, target: string, since: number): void {
  if (changedSince(target, since)) copyAll(target, writtenFolder(folder, target));
}

function changedSince(path: string, since: number): boolean {
  const stat = lstatSync(path);
  if (stat.ctimeMs >= since) return true;
  return stat.isDirectory() && readdirSync(path).some((name) => changedSince(join(path, name), since));
}

/** Copies with times, modes, links and owners. */
export function copyAll(from: string, to: string): void {
  mkdirSync(join(to, ".."), { recursive: true });
  cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true, force: true });
  own(from, to);
}

function own(from: string, to: string): void {
  const stat = lstatSync(from);
  if (stat.isSymbolicLink()) return;
  chownSync(to, stat.uid, stat.gid);
  if (stat.isDirectory()) for (const name of readdirSync(from)) own(join(from, name), join(to, name));
}
