import type { Flag } from "./flags.ts";

/** One command or function of a list. */
export interface Entry {
  readonly name: string;
  readonly short: string;
}

/** What the help of a command says: lists of commands or functions, then groups of flags, each under its title. */
export interface Help {
  readonly about: string;
  readonly usage: string;
  /** The command's path, for the last line where there are subcommands. */
  readonly path: string;
  readonly lists: Readonly<Record<string, readonly Entry[]>>;
  readonly groups: Readonly<Record<string, readonly Flag[]>>;
}

/** The right edges, as the real CLI has them where there is no terminal to ask. */
const edges = { entries: 80, flags: 75 };

export function renderHelp({ about, usage, path, lists, groups }: Help): string {
  const listed = Object.entries(lists).filter(([, entries]) => entries.length);
  const sections = [
    about.trim(),
    `USAGE\n  ${usage}`,
    ...listed.map(([title, entries]) => `${title}\n${renderEntries(entries)}`),
    ...Object.entries(groups).map(([title, flags]) => flags.length && `${title}\n${renderFlags(flags)}`),
    listed.length && `Use "${path} [command] --help" for more information about a command.`,
  ];
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}

function renderEntries(entries: readonly Entry[]): string {
  const indent = Math.max(11, ...entries.map(({ name }) => name.length)) + 5;
  return entries.map(({ name, short }) => `  ${name}`.padEnd(indent) + wrap(short, indent, edges.entries)).join("\n");
}

/** A group of flags: required ones first, each kind by name. */
export function renderFlags(flags: readonly Flag[]): string {
  const rank = ({ required, name }: Flag) => (required ? 0 : 1) + name;
  const ordered = [...flags].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  const head = ({ name, short, type }: Flag) => `  ${short ? `-${short}, ` : "    "}--${name}${type && ` ${type}`}`;
  const indent = Math.max(...ordered.map((flag) => head(flag).length)) + 3;
  return ordered
    .map((flag) => head(flag).padEnd(indent) + wrap(usageText(flag), indent, edges.flags))
    .join("\n")
    .trimEnd();
}

function usageText({ usage, required, shown }: Flag): string {
  const text = required ? `${usage} [required]`.trim() : usage;
  return shown === undefined ? text : `${text} (default ${shown})`;
}

/** Breaks text before the right edge; it goes on under its own column. */
function wrap(text: string, indent: number, edge: number): string {
  const lines = text.split("\n").flatMap((line) => {
    const parts: string[] = [];
    for (const word of line.split(" ")) {
      const longer = `${parts.at(-1)} ${word}`;
      if (!parts.length || longer.length >= edge - indent) parts.push(word);
      else parts[parts.length - 1] = longer;
    }
    return parts;
  });
  return lines.join(`\n${" ".repeat(indent)}`);
}

/** Two columns under a heading, as `functions` and `check -l` print them. */
export function renderTable(entries: readonly Entry[]): string {
  const rows = [{ name: "Name", short: "Description" }, ...entries];
  const column = Math.max(...rows.map(({ name }) => name.length)) + 3;
  return rows.map(({ name, short }) => `${name.padEnd(column)}${short}\n`).join("");
}
