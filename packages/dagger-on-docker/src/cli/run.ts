import { configLines } from "../api/container-image.ts";
import type { ContainerState } from "../api/container-state.ts";
import { compile } from "../build/compile.ts";
import { type Args, type CoreState, isCore, isObject, type ModuleCalls, type State } from "../module/calls.ts";
import type { FunctionDef, TypeRef } from "../module/types.ts";
import { answerQuery, type Session } from "../session.ts";
import { Address } from "./arguments.ts";
import { objectOf } from "./catalog.ts";
import { answersId, dockerfile, hasField } from "./core.ts";
import { UsageError } from "./flags.ts";
import { kebab } from "./names.ts";
import type { Call } from "./plan.ts";

/** A call whose arguments are there: addresses have become objects. */
export interface ReadyCall {
  readonly fn: FunctionDef;
  readonly args: Args;
}

/** Results that `-o` exports instead of printing them. */
export const exported = /^(Container|Directory|File)$/;

/** Asks a session, in process, one chain of fields and gives what is at its end. */
export async function ask(session: Session, chain: string): Promise<unknown> {
  const { data, errors } = (await answerQuery(session, `{${chain}}`)) as Answer;
  if (errors?.[0]) {
    const { message, extensions } = errors[0];
    throw Object.assign(new Error(message), extensions?._type === "EXEC_ERROR" && { ...extensions, name: "ExecError" });
  }
  return innermost(data);
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
}

/** `{container: {from: {stdout: "x"}}}` → `"x"`; in lists, each item. */
function innermost(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(innermost);
  return typeof data === "object" && data !== null ? innermost(Object.values(data)[0]) : data;
}

/** Makes the objects that a call's arguments, or the defaults of its user, name. What fails here is a mistake in these. */
export async function readyCall({ fn, args, path }: Call, session: Session): Promise<ReadyCall> {
  const make = async (value: unknown): Promise<State> => {
    if (Array.isArray(value)) return Promise.all(value.map(make));
    if (!(value instanceof Address)) return value as State;
    return { core: value.type, id: (await ask(session, value.chain)) as string };
  };
  const made = Object.entries(args).map(async ([name, value]) => {
    try {
      return [name, await make(value)] as const;
    } catch (error) {
      // The engine looks at a secret's address when the pipeline runs: no usage error.
      if (value instanceof Address && value.type === "Secret") throw error;
      throw new UsageError(`failed to get value for argument "${kebab(name)}": ${(error as Error).message}`, path);
    }
  });
  const defaults = fn.args
    .filter(({ name, userDefault }) => userDefault && !(name in args))
    .map(async ({ name, type, userDefault }) => {
      try {
        return [name, await make(userDefault?.value)] as const;
      } catch (error) {
        throw new Error(`${userDefault?.place}: resolve object ("${type.name}"): ${(error as Error).message}`);
      }
    });
  return { fn, args: Object.fromEntries(await Promise.all([...made, ...defaults])) };
}

/** What a pipeline runs with. */
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

async function runCall(self: State | undefined, { fn, args }: ReadyCall, { session, module }: Runner): Promise<State> {
  if (isObject(self) && module) return module.call(self, fn, args);
  const core = isCore(self) ? self : undefined;
  if (core && fn === dockerfile) return dockerfileOf(core.id, session);
  const type = objectOf(fn.returns);
  const given = fn.args.filter(({ name }) => args[name] !== undefined);
  const texts = given.map(({ name, type }) => `${name}: ${literal(args[name] ?? null, type)}`);
  const field = texts.length ? `${fn.name}(${texts.join(", ")})` : fn.name;
  const answer = (await askOf(
    core,
    type && !answersId(core?.core ?? "Query", fn.name) ? `${field}{id}` : field,
    session,
  )) as State;
  const asObject = (id: State): State => (Array.isArray(id) ? id.map(asObject) : { core: type ?? "", id: String(id) });
  return type && answer !== null ? asObject(answer) : answer;
}

/** Evaluates an object of the core, or saves it where that is asked. */
async function evaluate(self: CoreState, { session, output }: Runner): Promise<State> {
  const { core } = self;
  const parent = core === "File" ? ", allowParentDirPath: true" : "";
  const save = output !== undefined && exported.test(core);
  const field = save ? `export(path: ${JSON.stringify(output)}${parent})` : hasField(core, "sync") ? "sync" : "id";
  return (await askOf(self, field, session)) as State;
}

function askOf(self: CoreState | undefined, field: string, session: Session): Promise<unknown> {
  return ask(session, self ? `node(id: ${JSON.stringify(self.id)}){... on ${self.core}{${field}}}` : field);
}

/** The Dockerfile of a container; nothing is built. */
async function dockerfileOf(id: string, session: Session): Promise<string> {
  const state = await session.graph.load<ContainerState>(id, "Container");
  return compile({ kind: "stage", fs: state.fs, config: configLines(state) }).dockerfile;
}

/** A value as GraphQL writes it: objects are ids, names of enum members are bare, keys are not quoted. */
export function literal(value: unknown, type: TypeRef): string {
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, type.of ?? type)).join(", ")}]`;
  if (type.kind === "ENUM") return String(value);
  if (isCore(value as State)) return JSON.stringify((value as CoreState).id);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${JSON.stringify(field)}`);
  return `{${fields.join(", ")}}`;
}
