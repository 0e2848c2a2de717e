import type { Detail } from "../progress.ts";
import { bool } from "./arguments.ts";
import type { Flag } from "./flags.ts";

/** What the options say, by their names. */
export interface Options extends Detail {
  help?: boolean;
  json?: boolean;
  list?: boolean;
  output?: string;
  mod?: string;
}

/** What a switch is, for instance `--json`. */
export const toggle = { type: "", read: bool };
const text = { type: "string", read: String };
const count = { type: "", read: (_: string, before: unknown) => Number(before ?? 0) + 1 };

const kinds = ["", "auto", "plain", "tty", "dots", "logs", "report"];

/** A kind of progress that the CLI has; all but `plain` look the same here. */
function kind(name: string): string {
  if (kinds.includes(name)) return name;
  throw new Error(`value should be one of ${kinds.slice(1).join(",")}`);
}

export const globalFlags: readonly Flag[] = [
  { ...toggle, name: "help", short: "h", usage: "Print usage" },
  { ...toggle, name: "debug", short: "d", usage: "Show stack traces and all output" },
  { ...toggle, name: "silent", short: "s", usage: "Do not show progress at all" },
  { ...count, name: "quiet", short: "q", usage: "Reduce verbosity (show failures only)" },
  { ...count, name: "verbose", short: "v", usage: "Increase verbosity (show steps as they start)" },
  {
    ...text,
    read: kind,
    name: "progress",
    usage: "Progress output format: plain shows what commands say while they run",
  },
];

export const moduleFlags: readonly Flag[] = [
  {
    ...text,
    name: "mod",
    short: "m",
    usage: "Module to load, a local path (defaults to the nearest folder upwards with a dagger.json)",
  },
];

export const resultFlags: readonly Flag[] = [
  { ...toggle, name: "json", short: "j", usage: "Present result as JSON" },
  { ...text, name: "output", short: "o", usage: "Save the result to a local file or directory" },
];
