import type { TypeDefKind } from "@dagger.io/dagger";

type Short<Kind> = Kind extends `${infer Name}_KIND` ? Name : never;
export type TypeKind = Short<`${TypeDefKind}`>;

/** Where a module lives on this host. */
export interface ModuleSource {
  readonly name: string;
  /** The folder of dagger.json: relative default paths start here. */
  readonly root: string;
  /** The folder of the TypeScript sources' package. */
  readonly source: string;
  /** The git repository around the module (else its root): absolute default paths start here. */
  readonly context: string;
}

/** How a value is typed: the engine's TypeDef as plain data, its kind by the short name. */
export interface TypeRef {
  readonly kind: TypeKind;
  /** The name of an object, enum, scalar, input or interface. */
  readonly name?: string;
  readonly of?: TypeRef;
}

export interface ArgDef {
  readonly name: string;
  readonly type: TypeRef;
  readonly description: string;
  readonly required?: boolean;
  /** What the API fills in; enums by member name. */
  readonly defaultValue?: unknown;
  /** What a `.env` file says, addresses as such; `place` names it in errors. */
  readonly userDefault?: { readonly value: unknown; readonly place: string };
  /** Where a Directory or File comes from when it is not given. */
  readonly defaultPath?: string;
  /** The image a Container comes from when it is not given. */
  readonly defaultAddress?: string;
  /** What a Directory leaves out. */
  readonly ignore?: readonly string[];
  /** Takes the rest: `...names: string[]`. */
  readonly variadic?: boolean;
}

/** What can be asked of an object by name; its exposed fields are functions without arguments. */
export interface FunctionDef {
  readonly name: string;
  /** The member of the class behind it, which an alias renames. */
  readonly member: string;
  readonly description: string;
  readonly returns: TypeRef;
  readonly args: readonly ArgDef[];
  readonly field?: boolean;
  readonly check?: boolean;
}

export interface ObjectDef {
  readonly name: string;
  readonly functions: readonly FunctionDef[];
}

export interface ClassDef extends ObjectDef {
  /** Makes one; it has no name. */
  readonly constructs: FunctionDef;
  /** The declared properties: only these travel from one function to the next. */
  readonly properties: readonly string[];
}

/** An enum: what is typed is a name, what a module gets is a value. */
export interface EnumDef {
  readonly name: string;
  readonly members: readonly { readonly name: string; readonly value: string }[];
}

export interface ModuleDef {
  readonly objects: readonly ClassDef[];
  readonly enums: readonly EnumDef[];
}
