import type { ClassDef, EnumDef, FunctionDef, ModuleDef, ObjectDef, TypeRef } from "../module/types.ts";
import { coreEnum, coreObject } from "./core.ts";
import { kebab, pascal } from "./names.ts";

/** All types a command line can walk through: the module's own and the core's. */
export class Catalog {
  constructor(
    private readonly name = "",
    private readonly module: ModuleDef = { objects: [], enums: [] },
  ) {}

  /** The main object of the module. Throws when the module has none. */
  get main(): ClassDef {
    const wanted = pascal(this.name);
    const main = this.module.objects.find(({ name }) => pascal(name) === wanted);
    if (main) return main;
    throw new Error(`the module "${this.name}" has no main object: export a class ${wanted} with @object()`);
  }

  owns(name: string): boolean {
    return this.module.objects.some((object) => object.name === name);
  }

  /** The object, of the module or of the core, that a type leads to. */
  object(type: TypeRef): ObjectDef | undefined {
    const name = objectOf(type);
    if (name === undefined) return undefined;
    return this.module.objects.find((object) => object.name === name) ?? coreObject(name);
  }

  enum(name: string): EnumDef | undefined {
    return this.module.enums.find((found) => found.name === name) ?? coreEnum(name);
  }

  /** An object's name outside its module: `App` of the module shop is `ShopApp`. */
  publicName(name: string): string {
    const prefix = pascal(this.name);
    return this.owns(name) && pascal(name) !== prefix ? prefix + name : name;
  }
}

/** The object a type leads to, through lists. */
export function objectOf(type: TypeRef): string | undefined {
  if (type.kind === "LIST" && type.of) return objectOf(type.of);
  return type.kind === "OBJECT" ? type.name : undefined;
}

/** What can be asked of an object by name, in order. */
export function functionsOf({ functions }: ObjectDef): FunctionDef[] {
  return functions.filter(({ name }) => name !== "id").sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A function as a list shows it: its typed name and the first line of its description. */
export function entry({ name, description }: FunctionDef): { name: string; short: string } {
  return { name: kebab(name), short: description.trim().split("\n")[0] || "-" };
}
