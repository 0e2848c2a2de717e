import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLType,
  getDirectiveValues,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { answersItself } from "../graph.ts";
import type { ArgDef, EnumDef, FunctionDef, ObjectDef, TypeKind, TypeRef } from "../module/types.ts";
import { schema } from "../schema/schema.ts";

/** What is for SDKs only: a command line has no use for it. */
const hidden = "node";

const kinds: Readonly<Record<string, TypeKind>> = {
  String: "STRING",
  Int: "INTEGER",
  Float: "FLOAT",
  Boolean: "BOOLEAN",
  Void: "VOID",
};

const expectedType = schema.getDirective("expectedType");

/** What the value of an ID is an id of. */
function idOf({ astNode }: GraphQLArgument): string | undefined {
  const { name } = (expectedType && astNode && getDirectiveValues(expectedType, astNode)) ?? {};
  return typeof name === "string" ? name : undefined;
}

/** A function of Container that only this CLI has: the guide's Dockerfile, as the chain compiles to it. */
export const dockerfile: FunctionDef = {
  name: "dockerfile",
  member: "dockerfile",
  description: "The multi-stage Dockerfile that builds this container (on Docker alone).",
  returns: { kind: "STRING" },
  args: [],
};

export function coreObject(name: string): ObjectDef | undefined {
  const type = schema.getType(name);
  if (!isObjectType(type)) return undefined;
  const functions = Object.values(type.getFields())
    .filter((field) => field.name !== hidden)
    .map((field) => functionDef(name, field));
  return { name, functions: name === "Container" ? [...functions, dockerfile] : functions };
}

export function coreEnum(name: string): EnumDef | undefined {
  const type = schema.getType(name);
  return isEnumType(type) ? { name, members: type.getValues().map(({ name }) => ({ name, value: name })) } : undefined;
}

function functionDef(owner: string, { name, description, type, args }: GraphQLField<unknown, unknown>): FunctionDef {
  return {
    name,
    member: name,
    description: description ?? "",
    // sync, start and stop answer with the id of the object itself.
    returns: answersItself(name) ? { kind: "OBJECT", name: owner } : typeRef(type),
    args: args.map(argDef),
  };
}

function argDef(arg: GraphQLArgument): ArgDef {
  const { name, type, description, defaultValue } = arg;
  return {
    name,
    type: typeRef(type, idOf(arg)),
    description: description ?? "",
    required: isNonNullType(type) && defaultValue === undefined,
    defaultValue,
  };
}

function typeRef(type: GraphQLType, id?: string): TypeRef {
  if (isNonNullType(type)) return typeRef(type.ofType, id);
  if (isListType(type)) return { kind: "LIST", of: typeRef(type.ofType, id) };
  const { name } = type;
  if (name === "ID" && id) return { kind: "OBJECT", name: id };
  if (isEnumType(type)) return { kind: "ENUM", name };
  if (isInputObjectType(type)) return { kind: "INPUT", name };
  if (isObjectType(type)) return { kind: "OBJECT", name };
  return kinds[name] ? { kind: kinds[name] } : { kind: "SCALAR", name };
}
