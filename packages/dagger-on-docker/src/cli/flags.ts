import { kebab } from "./names.ts";

/** An option or argument as typed: `--name value`, `--name=value`, `-n value`. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** What help shows as the value: `string`, `Directory`; empty for switches. */
  readonly type: string;
  readonly usage: string;
  /** The default as help shows it; absent when there is none worth showing. */
  readonly shown?: string;
  /** What the flag means without a value: `true` for switches. */
  readonly bare?: string;
  readonly required?: boolean;
  readonly hidden?: boolean;
  /** Takes a value. Throws what is wrong with it. */
  set(text: string): void;
}

/** A mistake in the command line; help for the command is offered with it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Reads flags up to the first word that is none, as Go's pflag does.
 *
 * @returns the words that follow, and the names of the flags that were given
 */
export function parseFlags(words: readonly string[], flags: readonly Flag[]): { rest: string[]; given: Set<string> } {
  const rest = [...words];
  const given = new Set<string>();
  while (rest[0]?.startsWith("-") && rest[0] !== "-") {
    const word = rest.shift() as string;
    if (word === "--") break;
    const taken = word.startsWith("--") ? long(word, rest, flags) : shorthands(word, rest, flags);
    for (const { name } of taken) given.add(name);
  }
  return { rest, given };
}

/** Throws when a required flag was not given. */
export function requireFlags(flags: readonly Flag[], given: ReadonlySet<string>): void {
  const missing = flags.filter(({ name, required }) => required && !given.has(name)).map(({ name }) => name);
  if (missing.length) throw new UsageError(`required flag(s) "${missing.sort().join('", "')}" not set`);
}

function long(word: string, rest: string[], flags: readonly Flag[]): Flag[] {
  const [, typed = "", value] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
  const flag = flags.find(({ name }) => name === typed || name === kebab(typed));
  if (!flag) throw new UsageError(`unknown flag: --${typed}`);
  const text = value ?? flag.bare ?? rest.shift();
  if (text === undefined) throw new UsageError(`flag needs an argument: --${typed}`);
  set(flag, text);
  return [flag];
}

function shorthands(word: string, rest: string[], flags: readonly Flag[]): Flag[] {
  const taken: Flag[] = [];
  for (let at = 1; at < word.length; at++) {
    const flag = flags.find(({ short }) => short === word[at]);
    if (!flag) throw new UsageError(`unknown shorthand flag: '${word[at]}' in ${word}`);
    taken.push(flag);
    const tail = word.slice(at + 1);
    if (flag.bare !== undefined && !tail.startsWith("=")) {
      set(flag, flag.bare);
      continue;
    }
    const text = tail ? tail.replace(/^=/, "") : rest.shift();
    if (text === undefined) throw new UsageError(`flag needs an argument: '${word[at]}' in ${word}`);
    set(flag, text);
    break;
  }
  return taken;
}

function set(flag: Flag, text: string): void {
  try {
    flag.set(text);
  } catch (error) {
    const name = flag.short ? `-${flag.short}, --${flag.name}` : `--${flag.name}`;
    throw new UsageError(`invalid argument ${JSON.stringify(text)} for "${name}" flag: ${(error as Error).message}`);
  }
}
