import { format } from "node:util";
import type { Progress } from "../progress.ts";
import type { LoadedModule } from "./load.ts";

type Instance = Record<string, unknown>;
type Class = abstract new (...args: never[]) => object;

/** The parts of a module's bundle that calls need; see bundle.ts. */
interface Bundle {
  readonly core: Record<string, unknown>;
  readonly Context: new () => { selectNode(id: string, type: string): unknown };
  readonly globalConnection: { setGQLClient(client: unknown): void };
  readonly answerWith: (answer: (query: string) => Promise<unknown>) => void;
  readonly GraphQLClient: new () => unknown;
}

/** A module's classes in this process, connected to a session. */
export class Runtime {
  readonly #bundle: Bundle;
  readonly #exports: Record<string, unknown>;

  private constructor(bundle: Bundle, exported: Record<string, unknown>) {
    this.#bundle = bundle;
    this.#exports = exported;
  }

  /**
   * Loads a module's bundle.
   *
   * @param answer runs the GraphQL queries of the module's functions
   * @param progress gets what they print: a command's stdout is its result alone
   */
  static async load(
    { file }: LoadedModule,
    answer: (query: string) => Promise<unknown>,
    progress: Progress,
  ): Promise<Runtime> {
    const print = (...values: unknown[]) => progress.line(format(...values));
    Object.assign(console, { log: print, info: print, debug: print, warn: print, error: print });
    const bundle = (await import(file)) as Bundle & Record<string, Instance>;
    bundle.answerWith(answer);
    bundle.globalConnection.setGQLClient(new bundle.GraphQLClient());
    const modules = Object.keys(bundle).filter((name) => /^module\d+$/.test(name));
    return new Runtime(bundle, Object.assign({}, ...modules.map((name) => bundle[name])));
  }

  /** The class of a module's object; undefined for objects that are plain types. */
  classOf(object: string): (new (...args: unknown[]) => Instance) | undefined {
    const found = this.#exports[object];
    return typeof found === "function" ? (found as new (...args: unknown[]) => Instance) : undefined;
  }

  /** The name under which the module exports the class of an instance. */
  nameOf(instance: object): string | undefined {
    const of = Object.getPrototypeOf(instance)?.constructor as Class | undefined;
    return Object.keys(this.#exports).find((name) => this.#exports[name] === of);
  }

  /** The type of a core object that the module made or got. */
  coreTypeOf(value: object): string | undefined {
    if (typeof (value as { id?: unknown }).id !== "function") return undefined;
    return Object.getPrototypeOf(value)?.constructor.name.replace(/_$/, "");
  }

  /** A core object of the SDK for an id of the session. */
  coreObject(type: string, id: string): unknown {
    const { core, Context } = this.#bundle;
    const Made = (core[type] ?? core[`${type}_`]) as (new (context: unknown) => unknown) | undefined;
    if (!Made) throw new Error(`the SDK has no class for ${type}`);
    return new Made(new Context().selectNode(id, type));
  }
}
