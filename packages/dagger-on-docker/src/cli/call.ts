import { format } from "node:util";
import { ModuleCalls } from "../module/calls.ts";
import { findModule, type LoadedModule, loadModule } from "../module/load.ts";
import type { FunctionDef } from "../module/types.ts";
import type { Progress } from "../progress.ts";
import { answerQuery } from "../server.ts";
import type { Session } from "../session.ts";
import { addressStep } from "./arguments.ts";
import { Catalog, entry } from "./catalog.ts";
import { renderTable } from "./help.ts";
import type { Options } from "./options.ts";
import { type Command, readPipeline } from "./pipeline.ts";
import { type Printed, printResult, type Run } from "./print.ts";
import { coreState, readyCall, runCalls } from "./run.ts";
import { withSession } from "./session.ts";
import { readVariables, withUserDefaults } from "./user-defaults.ts";

/** `dagger call`: runs a pipeline of a module's functions. */
export const call: Run = async (words, options, progress) => {
  const { module, catalog } = await openModule(words, options, progress);
  const about = "Call one or more functions, interconnected into a pipeline";
  return run(words, { name: "call", about, start: catalog.main.constructs }, options, progress, catalog, module);
};

/** `dagger core`: runs a pipeline of the core's functions. */
export const core: Run = async (words, options, progress) =>
  run(words, { name: "core", about: "Call a core function", start: query }, options, progress, new Catalog());

const query: FunctionDef = {
  name: "",
  member: "",
  description: "",
  returns: { kind: "OBJECT", name: "Query" },
  args: [],
};

async function run(
  words: readonly string[],
  command: Command,
  options: Options,
  progress: Progress,
  catalog: Catalog,
  module?: LoadedModule,
): Promise<Printed> {
  const { calls, returns, help, options: given } = readPipeline(words, command, catalog, !options.help);
  Object.assign(options, given);
  if (options.help) return { out: help() };
  // An object that is never asked for anything is not made.
  if (calls.length === 1) return { out: "Query\n" };
  return withSession(progress, async (session) => {
    const [made, ...ready] = await Promise.all(calls.map((planned) => readyCall(planned, session)));
    const functions = module && (await connect(module, session));
    const main = made && (await functions?.construct(made.fn, made.args));
    const value = await runCalls(main, ready, { session, module: functions, output: options.output });
    return printResult(value, returns, options, catalog);
  });
}

/** The module that the options name, and its types. What it prints is progress: stdout is the result alone. */
export async function openModule(words: readonly string[], options: Options, progress: Progress) {
  // The module's arguments are not known yet: `-m` is looked for among them.
  const [, mod = options.mod] = /\0(?:-m|--mod)[=\0]([^\0]+)/.exec(`\0${words.join("\0")}`) ?? [];
  const print = (...values: unknown[]) => progress.line(format(...values));
  Object.assign(console, { log: print, info: print, debug: print, warn: print, error: print });
  const source = findModule(mod, process.cwd());
  const variables = readVariables(source, process.cwd());
  const module = await loadModule(source, progress);
  const def = withUserDefaults(module.def, module.name, variables, progress.line);
  return { module, catalog: new Catalog(module.name, def) };
}

export function connect(module: LoadedModule, session: Session): Promise<ModuleCalls> {
  return ModuleCalls.load(module, {
    answer: (query) => answerQuery(session, { query }),
    locate: async (type, address, ignore) => coreState(session, addressStep(type, address, ignore)),
  });
}

/** `dagger functions`: lists the functions of the module, or of what a chain of functions gives. */
export const functions: Run = async (words, options, progress) => {
  const { catalog } = await openModule(words, options, progress);
  const { constructs } = catalog.main;
  const { calls, next } = readPipeline(words, { name: "functions", about: "", start: constructs }, catalog, false);
  // The engine offers a constructor's arguments as a function `with`, which its CLI cannot call.
  const skipped = calls.length === 1 && constructs.args.length;
  return {
    out: `${renderTable(next.map(entry))}${skipped ? "\nSkipped 1 function(s) with unsupported types: with\n" : ""}`,
  };
};
