import type { Flag } from "./flags.ts";

/** One command or function of a list. */
export interface Entry {
  readonly name: string;
  readonly short: string;
}

/** What the help of a command says. */
export interface Help {
  readonly about: string;
  readonly usage: string;
  /** The command's path, for the last line; only where there are subcommands. */
  readonly path: string;
  readonly lists: readonly { readonly title: string; readonly entries: readonly Entry[] }[];
  readonly groups: readonly { readonly title: string; readonly flags: readonly Flag[] }[];
}

/** Help is laid out for this many columns where there is no terminal to ask. */
const columns = 80;

/** The text of `--help`. */
export function renderHelp({ about, usage, path, lists, groups }: Help, width = columns): string {
  const listed = lists.filter(({ entries }) => entries.length);
  const sections = [
    ...(about.trim() ? [about.trim()] : []),
    `USAGE\n  ${usage}`,
    ...listed.map(({ title, entries }) => `${title}\n${renderEntries(entries, width)}`),
    ...groups.filter(({ flags }) => flags.length).map(({ title, flags }) => `${title}\n${renderFlags(flags, width)}`),
    ...(listed.length ? [`Use "${path} [command] --help" for more information about a command.`] : []),
  ];
  return `${sections.join("\n\n")}\n`;
}

function renderEntries(entries: readonly Entry[], width: number): string {
  const padding = Math.max(11, ...entries.map(({ name }) => name.length)) + 5;
  const line = ({ name, short }: Entry) => {
    const text = wrapWords(short, width - 1 - padding).join(`\n${" ".repeat(padding)}`);
    return `  ${name}`.padEnd(padding) + text;
  };
  return entries.map(line).join("\n");
}

function wrapWords(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.length - 1;
    const longer = lines[last] ? `${lines[last]} ${word}` : word;
    if (longer.length > width && lines[last]) lines.push(word);
    else lines[last] = longer;
  }
  return lines;
}

/** A group of flags: required ones first, each kind by name. */
export function renderFlags(flags: readonly Flag[], width = columns): string {
  const shown = flags.filter(({ hidden }) => !hidden).sort((a, b) => (a.name < b.name ? -1 : 1));
  const ordered = [...shown.filter(({ required }) => required), ...shown.filter(({ required }) => !required)];
  const heads = ordered.map(head);
  const indent = Math.max(...heads.map(({ length }) => length)) + 3;
  const lines = ordered.map((flag, index) => {
    const usage = wrapUsage(usageText(flag), indent, width - 1);
    return (heads[index] ?? "").padEnd(indent) + usage;
  });
  // The CLI cuts blanks at the very end of its usage.
  return lines.join("\n").trimEnd();
}

function head({ name, short, type, usage }: Flag): string {
  const value = /`([^`]+)`/.exec(usage)?.[1] ?? type;
  const dashes = short ? `  -${short}, --${name}` : `      --${name}`;
  return value ? `${dashes} ${value}` : dashes;
}

function usageText({ usage, required, shown }: Flag): string {
  const text = usage.replace(/`([^`]+)`/, "$1");
  const complete = required ? `${text} [required]`.trim() : text;
  return shown === undefined ? complete : `${complete} (default ${shown})`;
}

/** Breaks a usage text before the right edge; a last word may reach a little over instead of standing alone. */
function wrapUsage(text: string, indent: number, width: number): string {
  const slop = 5;
  const room = width - indent - slop;
  const parts: string[] = [];
  for (let rest = text; ; ) {
    const [part, after] = room > 18 ? breakAt(rest, room, slop) : [rest, ""];
    parts.push(part);
    if (!after) break;
    rest = after;
  }
  return parts.join("\n").replaceAll("\n", `\n${" ".repeat(indent)}`);
}

function breakAt(text: string, room: number, slop: number): [string, string] {
  if (room + slop > text.length) return [text, ""];
  const start = text.slice(0, room);
  const blank = Math.max(start.lastIndexOf(" "), start.lastIndexOf("\t"), start.lastIndexOf("\n"));
  if (blank <= 0) return [text, ""];
  const newline = start.lastIndexOf("\n");
  const at = newline > 0 && newline < blank ? newline : blank;
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Two columns under a heading, as `functions` and `check -l` print them. */
export function renderTable(entries: readonly Entry[]): string {
  const width = Math.max(...["Name", ...entries.map(({ name }) => name)].map(({ length }) => length)) + 3;
  const rows = [{ name: "Name", short: "Description" }, ...entries];
  return rows.map(({ name, short }) => `${name.padEnd(width)}${short}\n`).join("");
}
