import { type LoadedModule, loadModule } from "../module/load.ts";
import { ModuleCalls } from "../module/module-calls.ts";
import { Runtime } from "../module/runtime.ts";
import { findModule } from "../module/source.ts";
import type { State } from "../module/state.ts";
import type { FunctionDef } from "../module/types.ts";
import type { Progress } from "../progress.ts";
import { answerQuery, type Session } from "../session.ts";
import { contextChain } from "./addresses.ts";
import { Catalog } from "./catalog.ts";
import { dockerfileOf } from "./dockerfile.ts";
import { type Command, type Plan, planCalls } from "./plan.ts";
import { type Printed, printResult } from "./print.ts";
import { asker } from "./query.ts";
import { type Runner, readyCall, runCalls } from "./run.ts";
import { globalFlags, moduleFlags, resultFlags, type Settings } from "./settings.ts";
import { withSession } from "./with-session.ts";

/** `dagger call`: runs a pipeline of a module's functions. */
export async function call(words: readonly string[], settings: Settings, progress: Progress): Promise<Printed> {
  if (settings.noModule) return core(words, settings, progress);
  const module = await loadModule(findModule(settings.module, process.cwd()), progress);
  const catalog = new Catalog(module.source.name, module.def);
  const about = "Call one or more functions, interconnected into a pipeline";
  const plan = planCalls(words, command("call", about, constructorOf(catalog), settings), catalog);
  return run(plan, catalog, settings, progress, module);
}

/** `dagger core`: runs a pipeline of the core's functions. */
export async function core(words: readonly string[], settings: Settings, progress: Progress): Promise<Printed> {
  const catalog = new Catalog();
  const root: FunctionDef = {
    name: "",
    description: "",
    returns: { kind: "OBJECT", name: "Query" },
    args: [],
  };
  const plan = planCalls(words, command("core", "Call a core function", root, settings), catalog);
  return run(plan, catalog, settings, progress);
}

/** The function that makes the main object; a class without constructor takes no arguments. */
export function constructorOf(catalog: Catalog): FunctionDef {
  const { name, constructs } = catalog.main;
  return { name: "", description: "", args: constructs?.args ?? [], returns: { kind: "OBJECT", name } };
}

function command(name: string, about: string, start: FunctionDef, settings: Settings): Command {
  const own = [...resultFlags(settings), ...moduleFlags(settings)];
  const inherited = globalFlags(settings);
  const groups = [
    { title: "OPTIONS", flags: own },
    { title: "INHERITED OPTIONS", flags: inherited },
  ];
  return { name, about, start, flags: [...own, ...inherited], groups };
}

async function run(
  { calls: [first, ...calls], returns, help }: Plan,
  catalog: Catalog,
  settings: Settings,
  progress: Progress,
  module?: LoadedModule,
): Promise<Printed> {
  if (settings.help) return { out: help };
  // An object that is never asked for anything is not made.
  if (!first || calls.length === 0) return { out: "Query\n" };
  return withSession(progress, async (session) => {
    const ask = asker(session);
    const [made, ...ready] = await Promise.all([first, ...calls].map((planned) => readyCall(planned, ask)));
    const functions = module && (await moduleCalls(module, session));
    const main = functions && made && (await functions.construct(made.fn, made.args));
    const runner = { ...runnerIn(session), module: functions, output: settings.output };
    const value: State = await runCalls(main, first.fn.returns, ready, runner);
    return printResult(value, returns, settings, catalog);
  });
}

/** What every pipeline of a session runs with. */
export function runnerIn(session: Session): Runner {
  return { ask: asker(session), dockerfile: (id) => dockerfileOf(session, id) };
}

/** A module's functions, connected to a session. */
export async function moduleCalls(module: LoadedModule, session: Session): Promise<ModuleCalls> {
  const ask = asker(session);
  const runtime = await Runtime.load(module, (query) => answerQuery(session, query), session.progress);
  const object = async (core: string, chain: string) => ({ core, id: (await ask(chain)) as string });
  return new ModuleCalls(module, runtime, {
    host: (type, path, ignore) => object(type, contextChain(type, path, ignore)),
    image: (address) => object("Container", `container{from(address: ${JSON.stringify(address)}){id}}`),
  });
}
