/**
 * Runs one command of a pipeline inside its container, and records what the engine's API can be asked about it.
 * Mounted, with its own runtime, into build steps: nothing of it stays in the image.
 *
 *   shim [RUN] OPTIONS ARG…           runs ARG…; OPTIONS is an ExecOptions as JSON; RUN is the name of the run, run-…
 *   shim [RUN] --command              runs the command that is mounted, options first
 *   shim --record ID                  leaves the record of a run
 *   shim --list ALL                   leaves the names in a mounted folder; of all below with `true`
 *   shim --filter FILTER              leaves of a folder what a filter selects
 *   shim --folder PATH MODE           makes a folder in it
 *   shim --times SECONDS              gives one time to all in it
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { select } from "../tree/gitignore.ts";
import { readHostFolder } from "../tree/host.ts";
import { listing } from "../tree/tree.ts";
import { paths } from "./protocol.ts";
import { copyRecord } from "./record.ts";
import { runCommand } from "./run.ts";

const modes: { [mode: string]: (args: string[]) => number | Promise<number> } = {
  "--record": copyRecord,
  "--list": listMounted,
  "--filter": filterLeft,
  "--folder": makeFolder,
  "--times": setTimes,
  "--command": mountedCommand,
};

/** A command as it is mounted where it is too long for a line. */
function mountedCommand(): Promise<number> {
  const [options, ...args] = JSON.parse(readFileSync(paths.command, "utf8"));
  return runCommand(options, args, run);
}

function listMounted([all = ""]: string[]): number {
  const names = () =>
    readdirSync(paths.origin, { withFileTypes: true }).map((entry) =>
      entry.isDirectory() ? `${entry.name}/` : entry.name,
    );
  const list = all === "true" ? listing(readHostFolder(paths.origin)) : names();
  mkdirSync(paths.left);
  writeFileSync(join(paths.left, "list.json"), JSON.stringify(list));
  return 0;
}

function filterLeft([wanted = ""]: string[]): number {
  const all = readHostFolder(paths.left);
  const kept = select(all, JSON.parse(wanted));
  for (const path of all.keys()) if (!kept.has(path)) rmSync(join(paths.left, path), { recursive: true, force: true });
  return 0;
}

function makeFolder([path = "", mode = ""]: string[]): number {
  mkdirSync(join(paths.left, path), { recursive: true, mode: Number(mode) });
  return 0;
}

function setTimes([seconds = ""]: string[]): number {
  for (const [path, { kind }] of readHostFolder(paths.left))
    if (kind !== "link") utimesSync(join(paths.left, path), Number(seconds), Number(seconds));
  return 0;
}

const words = process.argv.slice(2);
const run = words[0]?.startsWith("run-") ? words.shift() : undefined;
const [first = "{}", ...rest] = words;
const mode = modes[first];
try {
  process.exit(await (mode ? mode(rest) : runCommand(JSON.parse(first), rest, run)));
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
