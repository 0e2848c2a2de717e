import type { Properties } from "./properties.ts";
import type { Runtime } from "./runtime.ts";

/** A core object as it travels: by the session's id. */
export interface CoreState {
  readonly core: string;
  readonly id: string;
}

/** An object of the module as it travels: by its fields. */
export interface ObjectState {
  readonly object: string;
  readonly fields: Readonly<Record<string, State>>;
}

/** What goes from one function to the next: JSON, as between the engine and the SDK. */
export type State = null | string | number | boolean | readonly State[] | CoreState | ObjectState;

/** Tells whether a state is a core object's. */
export function isCore(state: State | undefined): state is CoreState {
  return typeof state === "object" && state !== null && "core" in state;
}

/** Tells whether a state is a module object's. */
export function isObject(state: State | undefined): state is ObjectState {
  return typeof state === "object" && state !== null && "object" in state;
}

/**
 * Takes a value out of the module: what is not JSON does not survive.
 *
 * @throws when an object has properties that its class does not declare: the engine refuses them too
 */
export async function dehydrate(value: unknown, runtime: Runtime, properties: Properties): Promise<State> {
  if (value === undefined || value === null || typeof value === "function" || typeof value === "symbol") return null;
  if (typeof value !== "object") return value as State;
  const core = runtime.coreTypeOf(value);
  if (core) return { core, id: await (value as { id(): Promise<string> }).id() };
  if (Array.isArray(value)) return Promise.all(value.map((item) => dehydrate(item, runtime, properties)));
  const object = runtime.nameOf(value) ?? "";
  const declared = properties[object];
  const fields: Record<string, State> = {};
  for (const [name, field] of Object.entries(value)) {
    if (declared && !declared.includes(name)) throw new Error(`could not find result property ${name}`);
    if (field !== undefined && typeof field !== "function") fields[name] = await dehydrate(field, runtime, properties);
  }
  return { object, fields };
}

/** Brings a value into the module: objects get their class back without running its constructor. */
export function hydrate(state: State, runtime: Runtime): unknown {
  if (typeof state !== "object" || state === null) return state;
  if (Array.isArray(state)) return state.map((item) => hydrate(item, runtime));
  if (isCore(state)) return runtime.coreObject(state.core, state.id);
  const { object, fields } = state as ObjectState;
  const entries = Object.entries(fields).map(([name, field]) => [name, hydrate(field, runtime)]);
  const Made = runtime.classOf(object);
  return Object.assign(Made ? Object.create(Made.prototype) : {}, Object.fromEntries(entries));
}
