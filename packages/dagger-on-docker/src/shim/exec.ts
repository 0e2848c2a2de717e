/**
 * Runs one command of a pipeline inside its container, and records what the engine's API can be asked about it.
 * Mounted, with its own runtime, into build steps: nothing of it stays in the image.
 *
 *   shim [RUN] OPTIONS ARG…           runs ARG…; OPTIONS is an ExecOptions as JSON; RUN is the name of the run, run-…
 *   shim --record ID                  leaves the record of a run
 *   shim --written ID TARGET KIND     leaves what a run made of a mount
 *   shim --remove PATTERN…            removes files from the root file system
 *   shim --copy KIND TO NAME OWNER    lays mounted files over the root file system
 *   shim --apart --remove|--copy …    leaves what either makes of mounted files
 *   shim --look PATH                  leaves what stands at a path of a mounted file system
 *   shim [RUN] --command              runs the command that is mounted, options first
 *   shim --relay PORT:HOST:PORT…      hands TCP connections on
 */
import { readFileSync } from "node:fs";
import { copyOver } from "./copy.ts";
import { look } from "./look.ts";
import { paths } from "./protocol.ts";
import { copyAll, copyRecord, copyWritten } from "./record.ts";
import { relay } from "./relay.ts";
import { removeFiles } from "./remove.ts";
import { runCommand } from "./run.ts";

const modes: { [mode: string]: (args: string[], root: string) => number | Promise<number> } = {
  "--record": copyRecord,
  "--written": copyWritten,
  "--remove": removeFiles,
  "--copy": copyOver,
  "--apart": apart,
  "--look": look,
  "--relay": relay,
  "--command": mountedCommand,
};

/** A command as it is mounted where it is too long for a line. */
function mountedCommand(): Promise<number> {
  const [options, ...args] = JSON.parse(readFileSync(paths.command, "utf8"));
  return runCommand(options, args, run);
}

/** Where nothing but the pipeline's files is, a step would leave the folders that a system is mounted at. */
function apart([mode = "", ...args]: string[]): number | Promise<number> {
  copyAll(paths.apart, paths.left);
  return modes[mode]?.(args, paths.left) ?? 1;
}

const words = process.argv.slice(2);
const run = words[0]?.startsWith("run-") ? words.shift() : undefined;
const [first = "{}", ...rest] = words;
const mode = modes[first];
try {
  process.exit(await (mode ? mode(rest, "/") : runCommand(JSON.parse(first), rest, run)));
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
