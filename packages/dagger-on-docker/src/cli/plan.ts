import type { FunctionDef, ObjectDef, TypeRef } from "../module/types.ts";
import { type ArgFlag, type ArgValue, argFlag, isRequired } from "./arguments.ts";
import { type Catalog, functionNamed, functionsOf, objectOf, short } from "./catalog.ts";
import { type Flag, parseFlags, requireFlags, UsageError } from "./flags.ts";
import { renderHelp } from "./help.ts";
import { kebab } from "./names.ts";

/** One function of a command line, with the arguments that were given. */
export interface Call {
  readonly fn: FunctionDef;
  readonly args: Readonly<Record<string, ArgValue>>;
  /** The command up to here, for hints: `dagger call build-web`. */
  readonly path: string;
}

/** A command line as a pipeline: the first call makes the object that the next ones start from. */
export interface Plan {
  readonly calls: readonly Call[];
  /** What the pipeline gives. */
  readonly returns: TypeRef;
  /** The help of the last function. */
  readonly help: string;
}

/** The command that a pipeline belongs to. */
export interface Command {
  readonly name: string;
  readonly about: string;
  /** What the first object is made by: the module's constructor, or the core's root. */
  readonly start: FunctionDef;
  /** Flags that every level takes. */
  readonly flags: readonly Flag[];
  /** Of those, the ones that the command's own help shows. */
  readonly groups: readonly { readonly title: string; readonly flags: readonly Flag[] }[];
}

/** A usage error at a command of the line. */
export class PlanError extends UsageError {
  constructor(
    message: string,
    readonly path: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Reads a command line into a pipeline. Nothing runs.
 *
 * @throws PlanError for what is wrong with it, unless help is asked for
 */
export function planCalls(words: readonly string[], command: Command, catalog: Catalog): Plan {
  const help = words.some((word) => word === "--help" || word === "-h");
  const start = { fn: command.start, path: `dagger ${command.name}` };
  const levels = [readLevel(start, words, command, catalog, help)];
  for (let last = levels[0]; last?.next; ) {
    last = readLevel(last.next, last.rest, command, catalog, help);
    levels.push(last);
  }
  const last = levels.at(-1) as Level;
  return { calls: levels, returns: last.fn.returns, help: helpOf(last, command, catalog) };
}

/** One function of the line, and where the line goes on from it. */
interface Level extends Call {
  readonly flags: readonly ArgFlag[];
  readonly object: ObjectDef | undefined;
  readonly next: Pick<Call, "fn" | "path"> | undefined;
  readonly rest: readonly string[];
}

function readLevel(
  { fn, path }: Pick<Call, "fn" | "path">,
  words: readonly string[],
  command: Command,
  catalog: Catalog,
  help: boolean,
): Level {
  const flags = fn.args.map((arg) => argFlag(arg, catalog)).filter((flag) => flag !== undefined);
  const [name, ...rest] = atPath(path, () => {
    const read = parseFlags(words, [...flags, ...command.flags]);
    if (!help) requireFlags(flags, read.given);
    return read.rest;
  });
  const object = catalog.object(objectOf(fn.returns) ?? "");
  const next = name !== undefined && object ? functionNamed(object, name) : undefined;
  if (name !== undefined && !next) throw new PlanError(`unknown command "${name}" for "${path}"`, path);
  const args = Object.fromEntries(flags.filter(given).map(({ arg, value }) => [arg.name, value]));
  return { fn, path, args, flags, object, rest, next: next && { fn: next, path: `${path} ${name}` } };
}

/** Usage errors are told with the command at which they were made. */
export function atPath<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UsageError) throw new PlanError(error.message, path);
    throw error;
  }
}

const given = (flag: ArgFlag): flag is ArgFlag & { value: ArgValue } => flag.value !== undefined;

/** The functions of an object that a command line can call. */
export function callable(object: ObjectDef, catalog: Catalog): FunctionDef[] {
  return functionsOf(object).filter(({ args }) => args.every((arg) => !isRequired(arg) || argFlag(arg, catalog)));
}

function helpOf({ fn, path, flags, object }: Level, command: Command, catalog: Catalog): string {
  const first = fn === command.start;
  const entries = object ? callable(object, catalog) : [];
  const words = [path, first ? "[options]" : flags.length && "[arguments]", entries.length && "<function>"];
  return renderHelp({
    about: first ? command.about : fn.description,
    usage: words.filter(Boolean).join(" "),
    path,
    lists: [
      {
        title: "FUNCTIONS",
        entries: entries.map(({ name, description }) => ({ name: kebab(name), short: short(description) })),
      },
    ],
    groups: [{ title: "ARGUMENTS", flags }, ...(first ? command.groups : [])],
  });
}
