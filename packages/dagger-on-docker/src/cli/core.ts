import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import type { ArgDef, EnumDef, FunctionDef, ObjectDef, TypeKind, TypeRef } from "../module/types.ts";
import { schema } from "../schema/schema.ts";
import { dockerfile } from "./dockerfile.ts";

/** What is for SDKs only: a command line has no use for it. */
const hidden = /^(current(Module|FunctionCall)|typeDef|function|module|sourceMap|error|node|load\w+FromID)$/;

const kinds: Readonly<Record<string, TypeKind>> = {
  String: "STRING",
  Int: "INTEGER",
  Float: "FLOAT",
  Boolean: "BOOLEAN",
  Void: "VOID",
};

/** Ids in arguments do not say what they are ids of; their names do. */
const expected: Readonly<Record<string, string>> = {
  cache: "CacheVolume",
  directory: "Directory",
  other: "Directory",
  secret: "Secret",
  service: "Service",
};
const sources: Readonly<Record<string, string>> = {
  withFile: "File",
  withFiles: "File",
  withMountedFile: "File",
  withMountedSecret: "Secret",
};

/** An object of the served core API. */
export function coreObject(name: string): ObjectDef | undefined {
  const type = schema.getType(name);
  if (!isObjectType(type)) return undefined;
  const fields = Object.values(type.getFields()).filter((field) => name !== "Query" || !hidden.test(field.name));
  return {
    name,
    description: type.description ?? "",
    fields: [],
    functions: [...fields.map((field) => functionDef(name, field)), ...(name === "Container" ? [dockerfile] : [])],
  };
}

/** An enum of the served core API. */
export function coreEnum(name: string): EnumDef | undefined {
  const type = schema.getType(name);
  if (!isEnumType(type)) return undefined;
  const members = type.getValues().map((value) => ({
    name: value.name,
    value: value.name,
    description: value.description ?? "",
  }));
  return { name, description: type.description ?? "", members };
}

function functionDef(owner: string, field: GraphQLField<unknown, unknown>): FunctionDef {
  const self: TypeRef = { kind: "OBJECT", name: owner };
  const returns = typeRef(field.type);
  return {
    name: field.name,
    description: field.description ?? "",
    // sync, start and stop answer with the id of the object itself.
    returns: returns.name === "ID" && field.name !== "id" ? self : returns,
    args: field.args.map((arg) => argDef(field.name, arg)),
  };
}

function argDef(field: string, arg: GraphQLArgument): ArgDef {
  const idOf = expected[arg.name] ?? sources[field] ?? "Directory";
  const type = typeRef(arg.type, arg.name === "id" ? undefined : idOf);
  const optional = !isNonNullType(arg.type) || arg.defaultValue !== undefined;
  return {
    name: arg.name,
    type: { ...type, ...(optional && { optional }) },
    description: arg.description ?? "",
    ...(arg.defaultValue !== undefined && { defaultValue: JSON.stringify(arg.defaultValue) }),
  };
}

function typeRef(type: GraphQLType, idOf?: string): TypeRef {
  if (isNonNullType(type)) return typeRef(type.ofType as GraphQLType, idOf);
  if (isListType(type)) return { kind: "LIST", of: typeRef(type.ofType as GraphQLType, idOf) };
  const { name } = type as { name: string };
  if (name === "ID" && idOf) return { kind: "OBJECT", name: idOf };
  if (isEnumType(type)) return { kind: "ENUM", name };
  if (isInputObjectType(type)) return { kind: "INPUT", name };
  if (isObjectType(type)) return { kind: "OBJECT", name };
  const kind = kinds[name];
  return kind ? { kind } : { kind: "SCALAR", name };
}

/** Tells whether an object's `sync` evaluates it: results of such objects are evaluated before they are shown. */
export function hasField(type: string, field: string): boolean {
  const found = schema.getType(type);
  return isObjectType(found) && field in found.getFields();
}

/** Tells whether a field answers with an id instead of an object: the chain goes on from that id. */
export function answersId(type: string, field: string): boolean {
  const found = schema.getType(type);
  return isObjectType(found) && field !== "id" && `${found.getFields()[field]?.type}` === "ID!";
}
