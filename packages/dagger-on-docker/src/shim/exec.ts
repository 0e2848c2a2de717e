/**
 * Runs one command of a pipeline inside its container, and records what the engine's API can be asked about it.
 * Mounted, with its own runtime, into build steps: nothing of it stays in the image.
 *
 *   shim OPTIONS ARG…                 runs ARG…; OPTIONS is an ExecOptions as JSON
 *   shim --record ID                  leaves the record of a run
 *   shim --written ID TARGET KIND     leaves what a run made of a mount
 *   shim --remove PATTERN…            removes files from the root file system
 *   shim --relay PORT:HOST:PORT…      hands TCP connections on
 */
import { copyRecord, copyWritten } from "./record.ts";
import { relay } from "./relay.ts";
import { removeFile, removeFiles } from "./remove.ts";
import { runCommand } from "./run.ts";

const modes: { [mode: string]: (args: string[]) => number | Promise<number> } = {
  "--record": copyRecord,
  "--written": copyWritten,
  "--remove": removeFiles,
  "--remove-file": removeFile,
  "--relay": relay,
};

const [first = "{}", ...rest] = process.argv.slice(2);
const mode = modes[first];
process.exit(await (mode ? mode(rest) : runCommand(JSON.parse(first), rest)));
