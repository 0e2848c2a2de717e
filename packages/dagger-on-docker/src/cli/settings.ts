import { live, type Progress, plain, silent } from "../progress.ts";
import type { Flag } from "./flags.ts";
import { bool } from "./values.ts";

/** What the options say. */
export interface Settings {
  silent: boolean;
  debug: boolean;
  json: boolean;
  help: boolean;
  noModule: boolean;
  verbosity: number;
  progress: string;
  module?: string;
  output?: string;
}

/** Nothing said. */
export function defaultSettings(): Settings {
  return {
    silent: false,
    debug: false,
    json: false,
    help: false,
    noModule: false,
    verbosity: 0,
    progress: "auto",
  };
}

const ways = ["auto", "plain", "tty", "dots", "logs"];

/** Options of all commands. */
export function globalFlags(settings: Settings): Flag[] {
  return [
    { ...toggle("help", "Print usage", (on) => (settings.help = on)), short: "h", hidden: true },
    { ...toggle("debug", "Show stack traces and all output", (on) => (settings.debug = on)), short: "d" },
    { ...toggle("silent", "Do not show progress at all", (on) => (settings.silent = on)), short: "s" },
    {
      ...text("progress", `Progress output format (${ways.join(", ")})`, (way) => {
        if (!ways.includes(way)) throw new Error(`should be one of ${ways.join(", ")}`);
        settings.progress = way;
      }),
      shown: '"auto"',
    },
    count("quiet", "q", "Reduce verbosity (show failures only)", () => settings.verbosity--),
    count("verbose", "v", "Increase verbosity (show steps as they start)", () => settings.verbosity++),
    { ...text("workdir", "Change the working directory", (path) => process.chdir(path)), hidden: true },
    ...ignored,
    refused("interactive", "i"),
    refused("x-release"),
    refused("cloud"),
  ];
}

/** Options of commands that load a module. */
export function moduleFlags(settings: Settings): Flag[] {
  const usage = "Module to load, a local path (defaults to the nearest folder upwards with a dagger.json)";
  return [
    { ...text("mod", usage, (path) => (settings.module = path)), short: "m" },
    {
      ...toggle("no-mod", "Don't load a module: call the core", (on) => (settings.noModule = on)),
      short: "M",
    },
  ];
}

/** Options of commands that print a result. */
export function resultFlags(settings: Settings): Flag[] {
  return [
    { ...toggle("json", "Present result as JSON", (on) => (settings.json = on)), short: "j" },
    {
      ...text("output", "Save the result to a local file or directory", (path) => (settings.output = path)),
      short: "o",
    },
  ];
}

/** Where progress goes, as the options and the terminal say at the first thing to show. */
export function openProgress(settings: Settings): Progress {
  let opened: Progress | undefined;
  const progress = () => {
    opened ??= chooseProgress(settings);
    return opened;
  };
  return {
    line: (text) => progress().line(text),
    step: (step) => progress().step(step),
    close: () => opened?.close(),
  };
}

function chooseProgress({ silent: none, progress, verbosity, debug }: Settings): Progress {
  if (none) return silent;
  const write = (line: string) => process.stderr.write(line);
  const detail = { verbosity: debug ? 1 : verbosity };
  const terminal = progress === "tty" || (progress === "auto" && process.stderr.isTTY);
  return terminal ? live(write, process.stderr.columns || 80, detail) : plain(write, detail);
}

function toggle(name: string, usage: string, set: (on: boolean) => void): Flag {
  return { name, usage, type: "", bare: "true", set: (value) => set(bool(value)) };
}

function text(name: string, usage: string, set: (value: string) => void): Flag {
  return { name, usage, type: "string", set };
}

function count(name: string, short: string, usage: string, more: () => void): Flag {
  const set = (value: string) => {
    for (let times = value === "+1" ? 1 : Number(value); times > 0; times--) more();
  };
  return { name, short, usage, type: "count", bare: "+1", set };
}

/** Options of the real CLI that change nothing here. */
const ignored: Flag[] = [
  { ...toggle("auto-apply", "", () => {}), short: "y", hidden: true },
  { ...toggle("eager-runtime", "", () => {}), hidden: true },
  { ...toggle("no-exit", "", () => {}), short: "E", hidden: true },
  { ...toggle("web", "", () => {}), short: "w", hidden: true },
  { ...text("allow-llm", "", () => {}), hidden: true },
  { ...text("interactive-command", "", () => {}), hidden: true },
  { ...text("lock", "", () => {}), hidden: true },
];

function refused(name: string, short?: string): Flag {
  const set = () => {
    throw new Error("not there on Docker alone: it needs a Dagger engine");
  };
  return { name, ...(short && { short }), usage: "", type: "", bare: "true", hidden: true, set };
}
