import { isAbsolute, join } from "node:path";
import type { LoadedModule } from "./load.ts";
import type { Runtime } from "./runtime.ts";
import { dehydrate, hydrate, isObject, type ObjectState, type State } from "./state.ts";
import type { ArgDef, FunctionDef, TypeRef } from "./types.ts";

/** Makes the core objects that arguments default to. */
export interface Defaults {
  /** A folder or file of the host, at an absolute path. */
  host(type: string, path: string, ignore: readonly string[]): Promise<State>;
  /** A container from an image. */
  image(address: string): Promise<State>;
}

/** Calls a module's functions as the engine does: state is JSON between calls, methods run on the prototype. */
export class ModuleCalls {
  constructor(
    private readonly module: LoadedModule,
    private readonly runtime: Runtime,
    private readonly defaults: Defaults,
  ) {}

  /** Makes the main object: `constructs` is the constructor of the class it returns. */
  async construct(constructs: FunctionDef, args: Args): Promise<ObjectState> {
    const { name = "" } = constructs.returns;
    const Made = this.runtime.classOf(name);
    if (!Made) throw new Error(`the module does not export its main class ${name}`);
    return (await this.#out(new Made(...(await this.#values(constructs, args))))) as ObjectState;
  }

  /** Calls a function of an object, or reads a field. */
  async call(self: ObjectState, fn: FunctionDef, args: Args): Promise<State> {
    if (fn.name in self.fields) return self.fields[fn.name] ?? null;
    const object = hydrate(self, this.runtime) as Record<string, unknown>;
    const method = object[fn.name];
    // A field that was never set is not in the state at all.
    if (method === undefined && fn.args.length === 0) return null;
    if (typeof method !== "function")
      throw new Error(`${self.object} has no method ${fn.name}: aliases need a Dagger engine`);
    const result = await method.apply(object, await this.#values(fn, args));
    if (fn.returns.kind === "INTEGER" && typeof result === "number" && !Number.isInteger(result)) {
      throw new Error(
        `cannot return float '${result}' if return type is 'number' (integer), please use 'float' as return type instead`,
      );
    }
    return this.#memberNames(await this.#out(result), fn.returns);
  }

  #out(value: unknown): Promise<State> {
    return dehydrate(value, this.runtime, this.module.properties);
  }

  async #values(fn: FunctionDef, args: Args): Promise<unknown[]> {
    return Promise.all(
      fn.args.map(async (arg) => {
        const state = args[arg.name] ?? (await this.#default(arg));
        return state === undefined ? undefined : this.#memberValues(hydrate(state, this.runtime), arg.type);
      }),
    );
  }

  async #default({ type, defaultValue, defaultPath, defaultAddress, ignore = [] }: ArgDef): Promise<State | undefined> {
    if (defaultAddress) return this.defaults.image(defaultAddress);
    if (defaultPath && type.name) return this.defaults.host(type.name, this.#contextPath(defaultPath), ignore);
    return defaultValue === undefined ? undefined : JSON.parse(defaultValue);
  }

  /** Absolute default paths start at the repository, others at dagger.json. */
  #contextPath(path: string): string {
    const { context, root } = this.module.source;
    return isAbsolute(path) ? join(context, path) : join(root, path);
  }

  /** Enum members go in as their values … */
  #memberValues(value: unknown, type: TypeRef): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#memberValues(item, type.of ?? type));
    return this.#members(type).find(({ name }) => name === value)?.value ?? value;
  }

  /** … and come out as their names. */
  #memberNames(state: State, type: TypeRef): State {
    if (Array.isArray(state)) return state.map((item) => this.#memberNames(item, type.of ?? type));
    if (isObject(state)) return state;
    return this.#members(type).find(({ value }) => value === state)?.name ?? state;
  }

  #members({ kind, name }: TypeRef) {
    if (kind !== "ENUM") return [];
    return this.module.def.enums.find((found) => found.name === name)?.members ?? [];
  }
}

type Args = Readonly<Record<string, State>>;
