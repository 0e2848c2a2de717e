import { bool } from "./arguments.ts";
import type { Flag } from "./flags.ts";

/** What the options say, by their names. */
export interface Settings {
  help?: boolean;
  debug?: boolean;
  silent?: boolean;
  quiet?: number;
  verbose?: number;
  progress?: string;
  json?: boolean;
  list?: boolean;
  output?: string;
  mod?: string;
  "no-mod"?: boolean;
}

/** A switch, for instance `--json`. */
export const toggle = (name: string, short: string, usage: string): Flag => ({
  name,
  short,
  type: "",
  usage,
  read: bool,
});
const text = (name: string, short: string, usage: string): Flag => ({
  name,
  short,
  type: "string",
  usage,
  read: String,
});
const count = (name: string, short: string, usage: string): Flag => ({
  ...toggle(name, short, usage),
  read: (_, before) => Number(before ?? 0) + 1,
});

export const globalFlags: readonly Flag[] = [
  toggle("help", "h", "Print usage"),
  toggle("debug", "d", "Show stack traces and all output"),
  toggle("silent", "s", "Do not show progress at all"),
  count("quiet", "q", "Reduce verbosity (show failures only)"),
  count("verbose", "v", "Increase verbosity (show steps as they start)"),
  text("progress", "", "Progress output format: plain shows what commands say while they run"),
];

/** Options of commands that load a module. */
export const moduleFlags: readonly Flag[] = [
  text("mod", "m", "Module to load, a local path (defaults to the nearest folder upwards with a dagger.json)"),
  toggle("no-mod", "M", "Don't load a module: call the core"),
];

/** Options of commands that print a result. */
export const resultFlags: readonly Flag[] = [
  toggle("json", "j", "Present result as JSON"),
  text("output", "o", "Save the result to a local file or directory"),
];
