import type { FunctionDef, ObjectDef, TypeRef } from "../module/types.ts";
import { argFlag } from "./arguments.ts";
import { type Catalog, entry, functionsOf } from "./catalog.ts";
import { type Flag, parseFlags, UsageError } from "./flags.ts";
import { renderHelp } from "./help.ts";
import { kebab } from "./names.ts";
import { globalFlags, moduleFlags, type Options, resultFlags } from "./options.ts";

/** One function of a command line, with the arguments that were given. */
export interface Call {
  readonly fn: FunctionDef;
  /** Values by the arguments' names, with addresses in them. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The command up to here, for hints: `dagger call build-web`. */
  readonly path: string;
}

/** A command line as a pipeline: the first call makes the object that the next ones start from. */
export interface Pipeline {
  readonly calls: readonly Call[];
  readonly returns: TypeRef;
  readonly next: readonly FunctionDef[];
  readonly options: Options;
  help(): string;
}

export interface Command {
  readonly name: string;
  readonly about: string;
  /** What the first object is made by: the module's constructor, or the core's root. */
  readonly start: FunctionDef;
}

const ownFlags = [...resultFlags, ...moduleFlags];

/**
 * Reads a command line into a pipeline. Nothing runs.
 *
 * @param runs false where only help is wanted: then no argument is missing
 * @throws UsageError for what is wrong with it
 */
export function readPipeline(words: readonly string[], command: Command, catalog: Catalog, runs = true): Pipeline {
  const calls: Call[] = [];
  const options: Options = {};
  let [fn, path, left] = [command.start, `dagger ${command.name}`, words];
  for (;;) {
    const flags = fn.args.map((arg) => argFlag(arg, catalog)).filter((flag) => flag !== undefined);
    const { rest, values } = parseFlags(left, [...flags, ...ownFlags, ...globalFlags], path);
    const missing = flags.filter(({ name, required }) => required && !(name in values)).map(({ name }) => name);
    if (missing.length && runs) throw new UsageError(`required flag(s) "${missing.sort().join('", "')}" not set`, path);
    const args = fn.args.filter(({ name }) => kebab(name) in values);
    calls.push({ fn, path, args: Object.fromEntries(args.map(({ name }) => [name, values[kebab(name)]])) });
    const given = Object.entries(values).filter(([name]) => !flags.some((flag) => flag.name === name));
    Object.assign(options, Object.fromEntries(given));

    const { returns } = fn;
    const object = catalog.object(returns);
    const [typed, ...after] = rest;
    if (typed === undefined) {
      const last = { fn, path, flags, next: object ? callable(object, catalog) : [] };
      return { calls, returns, options, next: last.next, help: () => helpOf(last, command) };
    }
    const next = object && functionsOf(object).find(({ name }) => kebab(name) === typed);
    if (!next) throw new UsageError(`unknown command "${typed}" for "${path}"`, path);
    [fn, path, left] = [next, `${path} ${typed}`, after];
  }
}

/** The functions of an object that a command line can call. */
function callable(object: ObjectDef, catalog: Catalog): FunctionDef[] {
  return functionsOf(object).filter(({ args }) => args.every((arg) => !arg.required || argFlag(arg, catalog)));
}

interface Level {
  readonly fn: FunctionDef;
  readonly path: string;
  readonly flags: readonly Flag[];
  readonly next: readonly FunctionDef[];
}

function helpOf({ fn, path, flags, next }: Level, { start, about }: Command): string {
  const first = fn === start;
  const words = [path, first ? "[options]" : flags.length && "[arguments]", next.length && "<function>"];
  return renderHelp({
    about: first ? about : fn.description,
    usage: words.filter(Boolean).join(" "),
    path,
    lists: { FUNCTIONS: next.map(entry) },
    groups: { ARGUMENTS: flags, ...(first && { OPTIONS: ownFlags, "INHERITED OPTIONS": globalFlags }) },
  });
}
