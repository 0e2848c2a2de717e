import type { EnumDef, FunctionDef, ModuleDef, ObjectDef, TypeRef } from "../module/types.ts";
import { coreEnum, coreObject } from "./core.ts";
import { kebab, pascal } from "./names.ts";

/** All types a command line can walk through: the module's own and the core's. */
export class Catalog {
  readonly #module: ModuleDef;
  readonly #name: string;

  constructor(name = "", module: ModuleDef = { description: "", objects: [], enums: [] }) {
    this.#name = name;
    this.#module = module;
  }

  /** The main object of the module. Throws when the module has none. */
  get main(): ObjectDef {
    const wanted = pascal(this.#name);
    const main = this.#module.objects.find(({ name }) => pascal(name) === wanted);
    if (main) return main;
    throw new Error(`the module "${this.#name}" has no main object: export a class ${wanted} with @object()`);
  }

  /** Tells whether the module declares this object. */
  owns(name: string): boolean {
    return this.#module.objects.some((object) => object.name === name);
  }

  /** An object of the module or of the core. */
  object(name: string): ObjectDef | undefined {
    return this.#module.objects.find((object) => object.name === name) ?? coreObject(name);
  }

  /** An enum of the module or of the core. */
  enum(name: string): EnumDef | undefined {
    return this.#module.enums.find((found) => found.name === name) ?? coreEnum(name);
  }

  /** An object's name outside its module: `App` of the module shop is `ShopApp`. */
  publicName(name: string): string {
    const prefix = pascal(this.#name);
    return this.owns(name) && pascal(name) !== prefix ? prefix + name : name;
  }
}

/** The object a type leads to, through lists. */
export function objectOf(type: TypeRef): string | undefined {
  if (type.kind === "LIST" && type.of) return objectOf(type.of);
  return type.kind === "OBJECT" ? type.name : undefined;
}

/** What can be asked of an object by name: its functions, and its fields as functions without arguments. */
export function functionsOf({ fields, functions }: ObjectDef): FunctionDef[] {
  const asFunctions = fields.map(({ name, description, type }) => ({
    name,
    description,
    returns: type,
    args: [],
  }));
  return [...asFunctions, ...functions].filter(({ name }) => name !== "id").sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The function behind a typed name. */
export function functionNamed(object: ObjectDef, typed: string): FunctionDef | undefined {
  return functionsOf(object).find(({ name }) => kebab(name) === typed);
}

/** The first line of a description, as lists show it. */
export function short(description: string): string {
  return description.trim().split("\n")[0] || "-";
}
