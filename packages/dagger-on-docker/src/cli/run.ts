import { configLines } from "../api/container-image.ts";
import { compile } from "../build/compile.ts";
import type { ContainerState } from "../build/fs.ts";
import { answersItself, root, type Step, step } from "../graph.ts";
import { type Args, type CoreState, isCore, isObject, type ModuleCalls, type State } from "../module/calls.ts";
import type { FunctionDef } from "../module/types.ts";
import { identify } from "../server.ts";
import type { Session } from "../session.ts";
import { Address } from "./arguments.ts";
import { objectOf } from "./catalog.ts";
import { coreObject, dockerfile } from "./core.ts";
import { UsageError } from "./flags.ts";
import { kebab } from "./names.ts";
import type { Call } from "./pipeline.ts";

/** A call whose arguments are there: addresses have become objects. */
export interface ReadyCall {
  readonly fn: FunctionDef;
  readonly args: Args;
}

/** Results that `-o` exports instead of printing them. */
export const exported = /^(Container|Directory|File)$/;

/** Makes the objects that a call's arguments, or the defaults of its user, name. What fails here is a mistake in these. */
export async function readyCall({ fn, args, path }: Call, session: Session): Promise<ReadyCall> {
  // The engine looks at a secret's address when the pipeline runs: no usage error.
  const wrong = (name: string, value: unknown) => (error: Error) => {
    if (value instanceof Address && value.step.type === "Secret") throw error;
    throw new UsageError(`failed to get value for argument "${kebab(name)}": ${error.message}`, path);
  };
  const make = async (value: unknown): Promise<State> => {
    if (Array.isArray(value)) return Promise.all(value.map(make));
    if (!(value instanceof Address)) return value as State;
    // What somebody typed is looked at now: a wrong path is a mistake in the line. An image is not brought here yet.
    if (value.step.type !== "Container") await session.graph.state(value.step);
    return coreState(session, value.step);
  };
  const made = fn.args.map(async ({ name, type, userDefault }) => {
    if (name in args) return [name, await make(args[name]).catch(wrong(name, args[name]))] as const;
    const failed = (error: Error) => {
      throw new Error(`${userDefault?.place}: resolve object ("${type.name}"): ${error.message}`);
    };
    return [name, userDefault && (await make(userDefault.value).catch(failed))] as const;
  });
  const given = (await Promise.all(made)).filter((pair): pair is readonly [string, State] => pair[1] !== undefined);
  return { fn, args: Object.fromEntries(given) };
}

export interface Runner {
  readonly session: Session;
  readonly module?: ModuleCalls | undefined;
  /** Where Container, Directory and File at the end are saved to. */
  readonly output?: string | undefined;
}

/**
 * Runs calls on a value, on each item where it is a list.
 *
 * @param self what the first call is made on; undefined for the core's root
 * @returns the value at the end: ids of evaluated objects, or what `export` said where output is saved
 */
export async function runCalls(self: State | undefined, calls: readonly ReadyCall[], runner: Runner): Promise<State> {
  if (Array.isArray(self)) return Promise.all(self.map((item) => runCalls(item, calls, runner)));
  const [call, ...rest] = calls;
  if (call && self !== null) return runCalls(await runCall(self, call, runner), rest, runner);
  return isCore(self) ? evaluate(self, runner) : (self ?? null);
}

/** A core object as it travels; nothing runs. */
export const coreState = (session: Session, step: Step): CoreState => ({
  core: step.type,
  id: identify(session.graph, step),
});

async function runCall(self: State | undefined, { fn, args }: ReadyCall, { session, module }: Runner): Promise<State> {
  if (isObject(self) && module) return module.call(self, fn, args);
  const core = isCore(self) ? self : undefined;
  if (core && fn === dockerfile) return dockerfileOf(core.id, session);
  const parent = core ? session.graph.find(core.id) : root;
  const values = fn.args.map(({ name, defaultValue }) => [name, asArgument(args[name] ?? defaultValue)] as const);
  const given = Object.fromEntries(values.filter(([, value]) => value !== undefined));
  const type = objectOf(fn.returns);
  if (core && answersItself(fn.name)) {
    await session.graph.ask(parent, fn.name, given);
    return core;
  }
  if (type) return coreState(session, step(parent, type, fn.name, given));
  return ((await session.graph.ask(parent, fn.name, given)) ?? null) as State;
}

/** Objects go into the core as their ids. */
const asArgument = (value: unknown): unknown => (isCore(value) ? value.id : value);

/** Evaluates an object of the core, or saves it where that is asked. */
async function evaluate(self: CoreState, { session, output }: Runner): Promise<State> {
  const { core, id } = self;
  const object = session.graph.find(id);
  if (output !== undefined && exported.test(core))
    return (await session.graph.ask(object, "export", { path: output, allowParentDirPath: true })) as State;
  // An object that has none is shown as it is.
  if (coreObject(core)?.functions.some(({ name }) => name === "sync")) await session.graph.ask(object, "sync", {});
  return id;
}

/** The Dockerfile of a container; nothing is built. */
async function dockerfileOf(id: string, session: Session): Promise<string> {
  const state = await session.graph.load<ContainerState>(id, "Container");
  return compile({ kind: "stage", fs: state.fs, config: configLines(state) }).dockerfile;
}
