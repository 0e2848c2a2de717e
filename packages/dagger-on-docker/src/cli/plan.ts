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
  const calls: Call[] = [];
  let fn = command.start;
  let path = `dagger ${command.name}`;
  let rest = words;
  for (;;) {
    const flags = argFlags(fn, catalog);
    try {
      const read = parseFlags(rest, [...flags, ...command.flags]);
      if (!help) requireFlags(flags, read.given);
      rest = read.rest;
    } catch (error) {
      throw new PlanError((error as Error).message, path);
    }
    calls.push({
      fn,
      args: Object.fromEntries(flags.filter(given).map(({ arg, value }) => [arg.name, value])),
      path,
    });
    const object = catalog.object(objectOf(fn.returns) ?? "");
    const next = rest[0] === undefined || !object ? undefined : functionNamed(object, rest[0]);
    if (!next) {
      if (rest[0] !== undefined) throw new PlanError(`unknown command "${rest[0]}" for "${path}"`, path);
      return { calls, returns: fn.returns, help: helpOf(fn, path, flags, object, command, catalog) };
    }
    path = `${path} ${rest[0]}`;
    rest = rest.slice(1);
    fn = next;
  }
}

const given = (flag: ArgFlag): flag is ArgFlag & { value: ArgValue } => flag.value !== undefined;

function argFlags(fn: FunctionDef, catalog: Catalog): ArgFlag[] {
  return fn.args.map((arg) => argFlag(arg, catalog)).filter((flag) => flag !== undefined);
}

/** The functions of an object that a command line can call. */
export function callable(object: ObjectDef, catalog: Catalog): FunctionDef[] {
  return functionsOf(object).filter(({ args }) =>
    args.every((arg) => !isRequired(arg) || argFlag(arg, catalog)),
  );
}

function helpOf(
  fn: FunctionDef,
  path: string,
  flags: readonly ArgFlag[],
  object: ObjectDef | undefined,
  command: Command,
  catalog: Catalog,
): string {
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
