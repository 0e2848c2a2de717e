import { kebab } from "./names.ts";

/** An option or argument as typed: `--name value`, `--name=value`, `-n value`. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** What help shows as the value: `string`, `Directory`; empty for switches, which need none. */
  readonly type: string;
  readonly usage: string;
  /** The default as help shows it; absent when there is none worth showing. */
  readonly shown?: string;
  readonly required?: boolean;
  /** Makes a value of text, and of the value that an earlier flag of this name gave. Throws what is wrong with it. */
  read(text: string, before: unknown): unknown;
}

/** A mistake in the command line, with the command at which it was made. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  constructor(
    message: string,
    readonly path: string,
  ) {
    super(message);
  }
}

/** The words after the flags, and the flags' values by name. */
export interface Parsed {
  readonly rest: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** Reads flags up to the first word that is none, as Go's pflag does. */
export function parseFlags(words: readonly string[], flags: readonly Flag[], path: string): Parsed {
  const rest = [...words];
  const values: Record<string, unknown> = {};
  while (rest[0]?.startsWith("-") && rest[0] !== "-") {
    const word = rest.shift() as string;
    if (word === "--") break;
    const [, typed = "", given] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (typed)
      read(
        flags.find(({ name }) => name === kebab(typed)),
        `flag: --${typed}`,
        `--${typed}`,
        given,
      );
    for (let at = 1; !typed && at < word.length; at++) {
      const flag = flags.find(({ short }) => short === word[at]);
      const tail = flag?.type || word[at + 1] === "=" ? word.slice(at + 1) : "";
      read(
        flag,
        `shorthand flag: '${word[at]}' in ${word}`,
        `'${word[at]}' in ${word}`,
        tail.replace(/^=/, "") || undefined,
      );
      at += tail.length;
    }
  }
  return { rest, values };

  function read(flag: Flag | undefined, unknown: string, asTyped: string, given: string | undefined): void {
    if (!flag) throw new UsageError(`unknown ${unknown}`, path);
    const text = given ?? (flag.type ? rest.shift() : "true");
    if (text === undefined) throw new UsageError(`flag needs an argument: ${asTyped}`, path);
    try {
      values[flag.name] = flag.read(text, values[flag.name]);
    } catch (error) {
      const name = flag.short ? `-${flag.short}, --${flag.name}` : `--${flag.name}`;
      throw new UsageError(
        `invalid argument ${JSON.stringify(text)} for "${name}" flag: ${(error as Error).message}`,
        path,
      );
    }
  }
}

/** Reads flags that may stand between the other words. */
export function parseAll(words: readonly string[], flags: readonly Flag[], path: string): Parsed {
  const { rest, values } = parseFlags(words, flags, path);
  const [word, ...more] = rest;
  if (word === undefined) return { rest, values };
  const after = parseAll(more, flags, path);
  return { rest: [word, ...after.rest], values: { ...values, ...after.values } };
}
