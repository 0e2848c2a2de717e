import { createHash } from "node:crypto";
import { once } from "./once.ts";

/** One step of a chain: a field asked of a parent object. Immutable; its id is the hash of the whole chain. */
export interface Step {
  readonly type: string;
  readonly field: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly parent?: Step;
  readonly id: string;
}

export const root: Step = { type: "Query", field: "", args: {}, id: "Query" };

/** A chain's identity in the engine's form, `Container@xxh3:…`: 16 digits of a SHA-256, opaque to callers. */
export function stepId(type: string, content: unknown): string {
  return `${type}@xxh3:${digest(content).slice(0, 16)}`;
}

/** SHA-256, in hex, of a value's JSON (object keys in the order given). */
export function digest(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

/** The step that asks `field` of `parent`; nothing runs. */
export function step(parent: Step, type: string, field: string, args: Step["args"]): Step {
  return { type, field, args, parent, id: stepId(type, [parent.id, field, args]) };
}

/** Who asks, among the arguments: no part of what decides over a step's id. */
export const askedBy = Symbol("askedBy");

/** Arguments as GraphQL gives them: the fields below read them with their types from the schema. */
// biome-ignore lint/suspicious/noExplicitAny: GraphQL has checked every argument against schema.graphql.
export type Args = Record<string | symbol, any>;

/** Computes what `field` of an object is: a value for leaves, the state of the next object otherwise. */
// biome-ignore lint/suspicious/noExplicitAny: each type's table fixes its own state; the schema picks the table.
export type Resolver<Context, State = any> = (self: State, args: Args, context: Context) => unknown;

/** type name → field name → resolver. */
export type Fields<Context> = Record<string, Record<string, Resolver<Context>>>;

/** Fields that answer with the id of the object itself, once what they do is done. */
export const answersItself = (field: string): boolean => ["sync", "start", "stop"].includes(field);

/** Evaluates chains, each step once in a session. */
export class Graph<Context> {
  readonly #steps = new Map<string, Step>();
  readonly #states = new Map<string, Promise<unknown>>();

  constructor(
    private readonly fields: Fields<Context>,
    private readonly context: Context,
  ) {}

  /** Keeps a step so that its id can be given back as an argument. */
  remember(step: Step): string {
    this.#steps.set(step.id, step);
    return step.id;
  }

  find(id: string): Step {
    const found = this.#steps.get(id);
    if (!found) throw new Error(`unknown id "${id.slice(0, 60)}": ids are valid in the session that gave them`);
    return found;
  }

  /** The state of the object behind an id; `type` is what the argument wants. */
  async load<State>(id: string, type: string): Promise<State> {
    const found = this.find(id);
    if (found.type !== type) throw new Error(`load ${type}: expected ${type}, got ${found.type}`);
    return (await this.state(found)) as State;
  }

  /** The state of an object: the fold of its chain. */
  state(step: Step): Promise<unknown> {
    const { id, parent, field, args } = step;
    return once(this.#states, id, async () => parent && this.ask(parent, field, args));
  }

  async ask(parent: Step, field: string, args: Args): Promise<unknown> {
    const resolver = this.fields[parent.type]?.[field];
    if (!resolver) throw notServed(parent.type, field);
    return resolver(await this.state(parent), args, this.context);
  }
}

/** The one clear error for what only the engine can do. */
export function notServed(type: string, what: string): Error {
  return new Error(
    `${type}.${what} is not served on Docker alone: it needs a Dagger engine. Where one can be had, type the same with ` +
      "FLIPDOCS_ENGINE=dagger; here, a command of withExec can do it, or what `daggerw core --help` lists",
  );
}
