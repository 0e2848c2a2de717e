import type { ModuleCalls } from "../module/module-calls.ts";
import { type CoreState, isCore, isObject, type State } from "../module/state.ts";
import type { TypeRef } from "../module/types.ts";
import { resolveValue } from "./addresses.ts";
import { Address } from "./arguments.ts";
import { objectOf } from "./catalog.ts";
import { answersId, hasField } from "./core.ts";
import { dockerfile } from "./dockerfile.ts";
import { kebab } from "./names.ts";
import { type Call, PlanError } from "./plan.ts";
import { type Ask, literal } from "./query.ts";

/** A call whose arguments are there: addresses have become objects. */
export interface ReadyCall extends Pick<Call, "fn"> {
  readonly args: Readonly<Record<string, State>>;
}

/** What a pipeline runs with. */
export interface Runner {
  readonly ask: Ask;
  /** The Dockerfile of a container, by its id. */
  readonly dockerfile: (id: string) => Promise<string>;
  readonly module?: ModuleCalls | undefined;
  /** Where Container, Directory and File at the end are saved to. */
  readonly output?: string | undefined;
}

/** Makes the objects that a call's arguments name. What fails here is a mistake in the command line. */
export async function readyCall({ fn, args, path }: Call, ask: Ask): Promise<ReadyCall> {
  const made = Object.entries(args).map(async ([name, value]): Promise<[string, State]> => {
    try {
      return [name, await resolveValue(value, ask)];
    } catch (error) {
      // The engine looks at a secret's address when the pipeline runs: no usage error.
      if (value instanceof Address && value.type === "Secret") throw error;
      const message = `failed to get value for argument "${kebab(name)}": ${(error as Error).message}`;
      throw new PlanError(message, path, { cause: error });
    }
  });
  return { fn, args: Object.fromEntries(await Promise.all(made)) };
}

/**
 * Runs calls on a value, on each item where it is a list.
 *
 * @param self what the first call is made on; undefined for the core's root
 * @param type the value's type
 * @returns the value at the end: ids of evaluated objects, or what `export` said where output is saved
 */
export async function runCalls(
  self: State | undefined,
  type: TypeRef,
  calls: readonly ReadyCall[],
  runner: Runner,
): Promise<State> {
  if (self === null) return null;
  if (Array.isArray(self)) return Promise.all(self.map((item) => runCalls(item, type.of ?? type, calls, runner)));
  if (self === undefined || isCore(self)) return runCore(self, type, calls, runner);
  const [call, ...rest] = calls;
  if (!call || !isObject(self) || !runner.module) return self;
  return runCalls(await runner.module.call(self, call.fn, call.args), call.fn.returns, rest, runner);
}

/** A chain of core fields is one query, cut where a field answers with an id to go on from. */
async function runCore(
  self: CoreState | undefined,
  type: TypeRef,
  calls: readonly ReadyCall[],
  runner: Runner,
): Promise<State> {
  const owners = [type.name ?? "Query", ...calls.map(({ fn }) => objectOf(fn.returns) ?? "")];
  const cut = calls.findIndex(({ fn }, index) => answersId(owners[index] ?? "", fn.name));
  const chain = cut < 0 ? calls : calls.slice(0, cut + 1);
  if (chain.at(-1)?.fn === dockerfile) {
    return runner.dockerfile((await runner.ask(chainText(self, chain.slice(0, -1), "id"))) as string);
  }
  const last = chain.at(-1)?.fn.returns ?? type;
  const answer = (await runner.ask(chainText(self, chain, cut < 0 ? leaf(last, runner.output) : ""))) as State;
  if (cut < 0) return answer;
  return runCore({ core: owners[cut] ?? "", id: answer as string }, last, calls.slice(cut + 1), runner);
}

function chainText(self: CoreState | undefined, calls: readonly ReadyCall[], end: string): string {
  const fields = calls.map(({ fn, args }) => {
    const given = fn.args.filter(({ name }) => args[name] !== undefined);
    const texts = given.map(({ name, type }) => `${name}: ${literal(withoutIds(args[name] ?? null), type)}`);
    return texts.length ? `${fn.name}(${texts.join(", ")})` : fn.name;
  });
  const start = self ? [`node(id: ${JSON.stringify(self.id)})`, `... on ${self.core}`] : [];
  const chain = [...start, ...fields, ...(end ? [end] : [])];
  return chain.join("{") + "}".repeat(chain.length - 1);
}

/** Core objects in arguments are their ids. */
function withoutIds(state: State): unknown {
  if (Array.isArray(state)) return state.map(withoutIds);
  return isCore(state) ? state.id : state;
}

/** What is asked of an object at the end of a chain. */
function leaf(type: TypeRef, output: string | undefined): string {
  const object = objectOf(type);
  if (!object) return "";
  if (output !== undefined && /^(Container|Directory|File)$/.test(object)) {
    const parent = object === "File" ? ", allowParentDirPath: true" : "";
    return `export(path: ${JSON.stringify(output)}${parent})`;
  }
  return hasField(object, "sync") ? "sync" : "id";
}
