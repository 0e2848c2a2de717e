import { isAbsolute, join } from "node:path";
import { atWork, nameCommands, type Work, workOf } from "./asked.ts";
import type { Bundle, Class, LoadedModule } from "./load.ts";
import type { ArgDef, FunctionDef, TypeRef } from "./types.ts";

/** A core object as it travels: by the session's id. */
export interface CoreState {
  readonly core: string;
  readonly id: string;
}

/** An object of the module as it travels: by its fields. */
export interface ObjectState {
  readonly object: string;
  readonly fields: Args;
}

/** What goes from one function to the next: JSON, as between the engine and the SDK. */
export type State = null | string | number | boolean | readonly State[] | CoreState | ObjectState;

/** Values by the names of arguments or fields. */
export type Args = Readonly<Record<string, State>>;

export function isCore(state: unknown): state is CoreState {
  return typeof state === "object" && state !== null && "core" in state;
}

export function isObject(state: unknown): state is ObjectState {
  return typeof state === "object" && state !== null && "object" in state;
}

/** What connects a module to a session. */
export interface Connection {
  /** Runs the GraphQL queries of the module's functions. */
  answer(query: string): Promise<unknown>;
  /** Makes the core object that an argument defaults to: a host path, an image. */
  locate(type: string, address: string, ignore: readonly string[]): Promise<State>;
}

/** Calls a module's functions as the engine does: state is JSON between calls, methods run on the prototype. */
export class ModuleCalls {
  readonly #makers = new WeakMap<ObjectState, Work>();

  constructor(
    private readonly module: LoadedModule,
    private readonly bundle: Bundle,
    private readonly locate: Connection["locate"],
  ) {}

  static async load(module: LoadedModule, { answer, locate }: Connection): Promise<ModuleCalls> {
    const bundle = await import(module.file);
    bundle.answerWith(answer);
    bundle.globalConnection.setGQLClient(new bundle.GraphQLClient());
    const files = Object.keys(bundle).filter((name) => /^module\d+$/.test(name));
    const exports = Object.assign({}, ...files.map((name) => bundle[name]));
    const parts = { core: bundle.core, Context: bundle.Context, exports };
    nameCommands(parts, module);
    return new ModuleCalls(module, parts, locate);
  }

  /** Makes the main object: `constructs` is the constructor of the class it returns. */
  async construct(constructs: FunctionDef, args: Args): Promise<State> {
    const { name = "" } = constructs.returns;
    const Made = this.#classOf(name);
    if (!Made) throw new Error(`the module does not export its main class ${name}`);
    return this.dehydrate(new Made(...(await this.#values(constructs, args))));
  }

  /** Calls a function of an object, or reads a field. */
  async call(self: ObjectState, fn: FunctionDef, args: Args): Promise<State> {
    if (fn.field) return this.#members(self.fields[fn.member] ?? null, fn.returns, "value", "name");
    const object = Object(this.hydrate(self));
    if (!object[fn.member]) throw new Error(`the module does not export the class of ${fn.member}()`);
    const values = await this.#values(fn, args);
    const before = this.#makers.get(self) ?? {};
    const result = await atWork.run(before, () => object[fn.member](...values));
    if (fn.returns.kind === "INTEGER" && typeof result === "number" && !Number.isInteger(result)) {
      throw new Error(
        `cannot return float '${result}' if return type is 'number' (integer), please use 'float' as return type instead`,
      );
    }
    const state = await this.dehydrate(result);
    if (isObject(state)) this.#makers.set(state, workOf(this.module.name, self.object, fn.name, before));
    return this.#members(state, fn.returns, "value", "name");
  }

  /**
   * Takes a value out of the module: what is not JSON does not survive.
   *
   * @throws when an object has properties that its class does not declare: the engine refuses them too
   */
  async dehydrate(value: unknown): Promise<State> {
    if (value === undefined || value === null || typeof value === "function") return null;
    if (typeof value !== "object") return value as State;
    if (Array.isArray(value)) return Promise.all(value.map((item) => this.dehydrate(item)));
    const of = Object.getPrototypeOf(value)?.constructor;
    // Names that JavaScript has too end with an underscore in the SDK.
    if ("id" in value && typeof value.id === "function")
      return { core: of.name.replace(/_$/, ""), id: await value.id() };
    const { exports } = this.bundle;
    const object = Object.keys(exports).find((name) => exports[name] === of) ?? "";
    const declared = this.module.def.objects.find(({ name }) => name === object)?.properties;
    const fields: Record<string, State> = {};
    for (const [name, field] of Object.entries(value)) {
      if (declared && !declared.includes(name)) {
        const mend = `declare it in the class ${object}; a constructor's parameter property does not count`;
        throw new Error(`could not find result property ${name}: ${mend}`);
      }
      if (field !== undefined && typeof field !== "function") fields[name] = await this.dehydrate(field);
    }
    return { object, fields };
  }

  /** Brings a value into the module: objects get their class back without running its constructor. */
  hydrate(state: State): unknown {
    if (Array.isArray(state)) return state.map((item) => this.hydrate(item));
    if (isCore(state)) {
      const { core, Context } = this.bundle;
      const Made = core[state.core] ?? core[`${state.core}_`];
      if (!Made) throw new Error(`the SDK of the module has no ${state.core}`);
      return new Made(new Context().selectNode(state.id, state.core));
    }
    if (!isObject(state)) return state;
    const { object, fields } = state;
    const entries = Object.entries(fields).map(([name, field]) => [name, this.hydrate(field)]);
    return Object.assign(Object.create(this.#classOf(object)?.prototype ?? {}), Object.fromEntries(entries));
  }

  /** The class of a module's object; undefined for objects that are plain types. */
  #classOf(object: string): Class | undefined {
    return this.bundle.exports[object];
  }

  async #values({ args }: FunctionDef, given: Args): Promise<unknown[]> {
    const values = args.map(async (arg) => {
      const state = given[arg.name] ?? (await this.#default(arg));
      const value = state === undefined ? undefined : this.hydrate(this.#members(state, arg.type, "name", "value"));
      return arg.variadic ? [value ?? []].flat() : [value];
    });
    return (await Promise.all(values)).flat();
  }

  /** Absolute default paths start at the repository, others at dagger.json. */
  async #default(arg: ArgDef): Promise<State | undefined> {
    const { type, defaultValue, defaultPath: path, defaultAddress, ignore = [] } = arg;
    if (defaultAddress) return this.locate("Container", defaultAddress, []);
    if (!path || !type.name) return defaultValue as State | undefined;
    const { context, root } = this.module;
    return this.locate(type.name, join(isAbsolute(path) ? context : root, path), ignore);
  }

  /** Enum members go in as their values and come out as their names. */
  #members(value: State, type: TypeRef, from: "name" | "value", to: "name" | "value"): State {
    if (Array.isArray(value)) return value.map((item) => this.#members(item, type.of ?? type, from, to));
    if (type.kind !== "ENUM") return value;
    const found = this.module.def.enums.find(({ name }) => name === type.name);
    return found?.members.find((member) => member[from] === value)?.[to] ?? value;
  }
}
