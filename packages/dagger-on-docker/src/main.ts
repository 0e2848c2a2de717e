#!/usr/bin/env -S bun --no-env-file
import { call, core, functions } from "./cli/call.ts";
import { check, checkFlags } from "./cli/check.ts";
import { type Flag, parseFlags, UsageError } from "./cli/flags.ts";
import { renderHelp } from "./cli/help.ts";
import { globalFlags, moduleFlags, type Options } from "./cli/options.ts";
import { type Printed, printFailure, type Run } from "./cli/print.ts";
import { session } from "./cli/session.ts";
import { version } from "./module/version.ts";
import { showProgress } from "./progress.ts";

const rootFlags = [...moduleFlags, ...globalFlags];

/** What a command is for, the words it takes, and its flags where its help does not depend on what is called. */
type Command = readonly [about: string, words: string, run: Run, flags?: readonly Flag[]];

const commands: Readonly<Record<string, Command>> = {
  call: ["Call one or more functions, interconnected into a pipeline", "<function>", call],
  check: ["Check the state of your project by running tests, linters, etc.", "[name...]", check, checkFlags],
  core: ["Call a core function", "<function>", core],
  functions: ["List available functions", "[function...]", functions, rootFlags],
  session: ["Serve the API until stdin closes", "", session, globalFlags],
  version: ["Print the version", "", async () => ({ out: `dagger ${version} (dagger-on-docker)\n` }), globalFlags],
};

// Images are made for this machine, as an engine does, whatever Docker's client is to ask for elsewhere.
delete process.env.DOCKER_DEFAULT_PLATFORM;

const options: Options = {};
const progress = showProgress(
  (text) => process.stderr.write(text),
  options,
  // A dumb one, as an editor's, shows the signs that would take a line back.
  process.stderr.isTTY && process.env.TERM !== "dumb" ? process.stderr.columns : 0,
);

async function run(argv: readonly string[]): Promise<Printed> {
  // Options may stand before the command.
  const { rest, values } = parseFlags(argv, rootFlags, "dagger");
  Object.assign(options, values);
  const [name = "help", ...words] = rest;
  const [about, usage, command, flags] = commands[name] ?? [];
  if (!command && name !== "help") throw new UsageError(`unknown command "${name}" for "dagger"`, "dagger");
  options.help ||= words.some((word) => word === "--help" || word === "-h");
  if (command && !(options.help && flags)) return command(words, options, progress);
  const entries = Object.entries(commands).map(([name, [short]]) => ({ name, short }));
  const help = {
    about: about ?? "Dagger pipelines on Docker alone: the API served by Docker's BuildKit",
    usage: command ? `dagger ${name} [options] ${usage}`.trim() : "dagger [options] [command]",
    path: "dagger",
    lists: { COMMANDS: command ? [] : entries },
    groups: { OPTIONS: flags ?? rootFlags },
  };
  return { out: renderHelp(help) };
}

const printed = await run(process.argv.slice(2)).catch((error) => printFailure(error, options.debug));
progress.close();
const write = (stream: NodeJS.WriteStream, text = "") =>
  new Promise<NodeJS.ErrnoException | null | undefined>((done) => (text ? stream.write(text, done) : done(null)));
await write(process.stderr, printed.note);
const failed = await write(process.stdout, printed.out);
// A reader that ends early, as `head` does, has what it wanted.
const lost = failed && failed.code !== "EPIPE";
if (lost)
  await write(process.stderr, printFailure(new Error(`the result could not be written: ${failed.message}`)).note);
process.exit(printed.exitCode || (lost ? 1 : 0));
