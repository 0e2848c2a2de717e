#!/usr/bin/env -S bun --no-env-file
import { describeFailure } from "./cli/errors.ts";
import { parseFlags } from "./cli/flags.ts";
import { renderHelp } from "./cli/help.ts";
import { atPath, PlanError } from "./cli/plan.ts";
import type { Printed } from "./cli/print.ts";
import { defaultSettings, globalFlags, moduleFlags, openProgress, type Settings } from "./cli/settings.ts";
import { version } from "./module/version.ts";
import type { Progress } from "./progress.ts";

type Run = (words: readonly string[], settings: Settings, progress: Progress) => Promise<Printed>;

/** The commands; each is loaded when it is used. */
const commands: Readonly<Record<string, { readonly short: string; readonly usage: string; readonly run: Run }>> = {
  call: {
    short: "Call one or more functions, interconnected into a pipeline",
    usage: "[options] <function>",
    run: async (...args) => (await import("./cli/call.ts")).call(...args),
  },
  check: {
    short: "Check the state of your project by running tests, linters, etc.",
    usage: "[options] [-l] [pattern...]",
    run: async (...args) => (await import("./cli/check.ts")).check(...args),
  },
  core: {
    short: "Call a core function",
    usage: "[options] <function>",
    run: async (...args) => (await import("./cli/call.ts")).core(...args),
  },
  functions: {
    short: "List available functions",
    usage: "[options] [function...]",
    run: async (...args) => (await import("./cli/functions.ts")).functions(...args),
  },
  session: {
    short: "Serve the API until stdin closes",
    usage: "[options]",
    run: async (...args) => (await import("./cli/session.ts")).session(...args),
  },
  version: {
    short: "Print the version",
    usage: "",
    run: async () => ({
      out: `dagger ${version} (dagger-on-docker) ${process.platform}/${process.arch === "arm64" ? "arm64" : "amd64"}\n`,
    }),
  },
};

/** Commands that show the help of what is called, not their own. */
const withOwnHelp = new Set(["call", "core"]);

async function main(argv: readonly string[]): Promise<number> {
  const settings = defaultSettings();
  let progress: Progress | undefined;
  try {
    const { name, words } = commandOf(argv, settings);
    progress = openProgress(settings);
    const { out, note } = await runCommand(name, words, settings, progress);
    progress.close();
    await write(process.stderr, note ?? "");
    await write(process.stdout, out);
    return 0;
  } catch (error) {
    progress?.close();
    const { text, exitCode } = describeFailure(error, settings.debug);
    await write(process.stderr, text);
    return exitCode;
  }
}

/** Options may stand before the command; those that shape progress count wherever they stand. */
function commandOf(argv: readonly string[], settings: Settings): { name: string; words: string[] } {
  const flags = [...globalFlags(settings), ...moduleFlags(settings)];
  const { rest } = atPath("dagger", () => parseFlags(argv, flags));
  const [name = "", ...words] = rest;
  if (words.some((word) => word === "--help" || word === "-h")) settings.help = true;
  if (name && name !== "help" && !commands[name])
    throw new PlanError(`unknown command "${name}" for "dagger"`, "dagger");
  return { name, words };
}

async function runCommand(
  name: string,
  words: readonly string[],
  settings: Settings,
  progress: Progress,
): Promise<Printed> {
  const command = commands[name];
  if (!command) return { out: rootHelp(settings) };
  if (settings.help && !withOwnHelp.has(name))
    return { out: commandHelp(name, command.short, command.usage, settings) };
  return command.run(words, settings, progress);
}

function rootHelp(settings: Settings): string {
  const entries = Object.entries(commands).map(([name, { short }]) => ({ name, short }));
  return renderHelp({
    about: "Dagger pipelines on Docker alone: the API served by Docker's BuildKit",
    usage: "dagger [options] [command]",
    path: "dagger",
    lists: [{ title: "COMMANDS", entries }],
    groups: [{ title: "OPTIONS", flags: [...moduleFlags(settings), ...globalFlags(settings)] }],
  });
}

function commandHelp(name: string, about: string, usage: string, settings: Settings): string {
  const flags = [...moduleFlags(settings), ...globalFlags(settings)];
  return renderHelp({
    about,
    usage: `dagger ${name} ${usage}`.trim(),
    path: "",
    lists: [],
    groups: [{ title: "OPTIONS", flags }],
  });
}

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((done) => (text ? stream.write(text, () => done()) : done()));
}

process.exit(await main(process.argv.slice(2)));
