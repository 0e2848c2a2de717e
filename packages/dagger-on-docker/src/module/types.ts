/** How a value is typed in a module: the engine's TypeDef as plain data. */
export interface TypeRef {
  readonly kind: TypeKind;
  /** The name of an object, enum, scalar or interface. */
  readonly name?: string;
  /** The element type of a list. */
  readonly of?: TypeRef;
  readonly optional?: boolean;
}

export type TypeKind =
  | "STRING"
  | "INTEGER"
  | "FLOAT"
  | "BOOLEAN"
  | "SCALAR"
  | "LIST"
  | "OBJECT"
  | "INTERFACE"
  | "INPUT"
  | "VOID"
  | "ENUM";

/** An argument of a function or constructor. */
export interface ArgDef {
  readonly name: string;
  readonly type: TypeRef;
  readonly description: string;
  /** The default as JSON text, as the SDK registers it; enums by member name. */
  readonly defaultValue?: string;
  /** Where a Directory or File comes from when it is not given. */
  readonly defaultPath?: string;
  /** The image a Container comes from when it is not given. */
  readonly defaultAddress?: string;
  /** What a Directory leaves out. */
  readonly ignore?: readonly string[];
}

/** A function of an object; a constructor is a function without a name. */
export interface FunctionDef {
  readonly name: string;
  readonly description: string;
  readonly returns: TypeRef;
  readonly args: readonly ArgDef[];
  readonly check?: boolean;
  readonly deprecated?: string;
  readonly cache?: string;
}

/** An exposed property of an object. */
export interface FieldDef {
  readonly name: string;
  readonly type: TypeRef;
  readonly description: string;
}

/** An object of a module. */
export interface ObjectDef {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly FieldDef[];
  readonly functions: readonly FunctionDef[];
  readonly constructs?: FunctionDef;
}

/** One value of an enum. */
export interface MemberDef {
  readonly name: string;
  readonly value: string;
  readonly description: string;
}

/** An enum of a module. */
export interface EnumDef {
  readonly name: string;
  readonly description: string;
  readonly members: readonly MemberDef[];
}

/** All that a module registers. */
export interface ModuleDef {
  readonly description: string;
  readonly objects: readonly ObjectDef[];
  readonly enums: readonly EnumDef[];
}

/** The module that registers itself in a session: its name goes in, its types come out. */
export class ModuleTypes {
  /** The name in dagger.json, which the SDK asks for. */
  name = "";
  #registered: ModuleDef | undefined;

  /** Keeps what the SDK's registration returned. */
  register(module: ModuleDef): void {
    this.#registered = module;
  }

  /** The registered types. Throws when no module has registered itself. */
  get registered(): ModuleDef {
    if (!this.#registered) throw new Error("the module registered no types: is its main class an @object()?");
    return this.#registered;
  }
}
