import { parseArgs } from "node:util";
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

/**
 * Reads flags as Go's pflag does, up to the first word that is none.
 *
 * @param between whether flags may stand between the other words, too
 */
export function parseFlags(words: readonly string[], flags: readonly Flag[], path: string, between = false): Parsed {
  const options = flags.map(({ name, short, type }) => {
    return [name, { type: type ? "string" : "boolean", ...(short && { short }) }] as const;
  });
  // A name may be typed in any case; where this is a value, it is read from the words themselves.
  const args = words.map((word) => word.replace(/^--[^=]+/, kebab));
  const { tokens } = parseArgs({ args, options: Object.fromEntries(options), strict: false, tokens: true });
  const values: Record<string, unknown> = {};
  const rest: string[] = [];
  for (const token of tokens) {
    const word = words[token.index] ?? "";
    if (token.kind === "option-terminator") return { rest: [...rest, ...words.slice(token.index + 1)], values };
    if (token.kind === "positional") {
      if (!between) return { rest: words.slice(token.index), values };
      rest.push(word);
      continue;
    }
    const { name, rawName, inlineValue } = token;
    const short = rawName.startsWith("--") ? undefined : `'${rawName.slice(1)}' in ${word}`;
    const flag = flags.find((flag) => flag.name === name);
    const typed = short ? `shorthand flag: ${short}` : `flag: ${word.replace(/=.*/s, "")}`;
    if (!flag) throw new UsageError(`unknown ${typed}`, path);
    // Go takes an `=` behind a letter, too.
    const given = inlineValue ? (short ? token.value.replace(/^=/, "") : token.value) : words[token.index + 1];
    const text = inlineValue || flag.type ? given : "true";
    if (text === undefined) throw new UsageError(`flag needs an argument: ${short ?? `--${name}`}`, path);
    try {
      values[name] = flag.read(text, values[name]);
    } catch (error) {
      const names = flag.short ? `-${flag.short}, --${name}` : `--${name}`;
      throw new UsageError(
        `invalid argument ${JSON.stringify(text)} for "${names}" flag: ${(error as Error).message}`,
        path,
      );
    }
  }
  return { rest, values };
}
