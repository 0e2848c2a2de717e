/**
 * Runs one command of a pipeline inside its container, and records what the engine's API can be asked about it.
 * Mounted, with its own runtime, into build steps: nothing of it stays in the image.
 *
 *   shim [RUN] OPTIONS ARG…           runs ARG…; OPTIONS is an ExecOptions as JSON; RUN is the name of the run, run-…
 *   shim [RUN] --command              runs the command that is mounted, options first
 *   shim --record ID                  leaves the record of a run
 *   shim --list                       leaves the names in a mounted folder
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { paths } from "./protocol.ts";
import { copyRecord } from "./record.ts";
import { runCommand } from "./run.ts";

const modes: { [mode: string]: (args: string[]) => number | Promise<number> } = {
  "--record": copyRecord,
  "--list": listMounted,
  "--command": mountedCommand,
};

/** A command as it is mounted where it is too long for a line. */
function mountedCommand(): Promise<number> {
  const [options, ...args] = JSON.parse(readFileSync(paths.command, "utf8"));
  return runCommand(options, args, run);
}

function listMounted(): number {
  const names = readdirSync(paths.origin, { withFileTypes: true }).map((entry) =>
    entry.isDirectory() ? `${entry.name}/` : entry.name,
  );
  mkdirSync(paths.left);
  writeFileSync(join(paths.left, "list.json"), JSON.stringify(names));
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
