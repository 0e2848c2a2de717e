import type { ArgDef, EnumDef, TypeRef } from "../module/types.ts";
import type { Catalog } from "./catalog.ts";
import type { Flag } from "./flags.ts";
import { kebab, screaming } from "./names.ts";
import { bool, csv, float, integer, portForward } from "./values.ts";

/** A core object named by an address: a host path, an image, a secret's place. It is made when it is needed. */
export class Address {
  constructor(
    readonly type: string,
    readonly text: string,
    readonly ignore: readonly string[] = [],
  ) {}
}

/** A value of an argument: JSON, with addresses in it. */
export type ArgValue = string | number | boolean | Address | { [name: string]: ArgValue } | readonly ArgValue[];

/** The flag of an argument, and the value it takes. */
export interface ArgFlag extends Flag {
  readonly arg: ArgDef;
  value: ArgValue | undefined;
}

/** How text becomes a value of a type, and how help names that type. */
interface Reader {
  readonly type: string;
  read(text: string): ArgValue;
}

/** The flag for an argument; undefined when its type cannot be typed on a command line. */
export function argFlag(arg: ArgDef, catalog: Catalog): ArgFlag | undefined {
  const list = arg.type.kind === "LIST";
  const reader = readerOf(list && arg.type.of ? arg.type.of : arg.type, arg, catalog);
  if (!reader) return undefined;
  const type = list ? (plural[reader.type] ?? reader.type) : reader.type;
  const shown = shownDefault(arg, reader.type);
  const flag: ArgFlag = {
    arg,
    value: undefined,
    name: kebab(arg.name),
    type: type === "bool" ? "" : type,
    // The real CLI shows an argument's description as a block of its own.
    usage: arg.description && `\n${arg.description}\n`,
    ...(shown !== undefined && { shown }),
    ...(type === "bool" && { bare: "true" }),
    required: isRequired(arg),
    set(text) {
      if (!list) flag.value = reader.read(text);
      else flag.value = [...((flag.value as ArgValue[] | undefined) ?? []), ...csv(text).map(reader.read)];
    },
  };
  return flag;
}

/** Tells whether a call needs the argument. */
export function isRequired({ type, defaultValue, defaultPath, defaultAddress }: ArgDef): boolean {
  return !type.optional && defaultValue === undefined && !defaultPath && !defaultAddress;
}

const plural: Readonly<Record<string, string>> = {
  string: "strings",
  int: "ints",
  bool: "bools",
  float: "floats",
};

const addressed = /^(Container|Directory|File|Secret|Service|CacheVolume)$/;

function readerOf({ kind, name = "" }: TypeRef, { ignore }: ArgDef, catalog: Catalog): Reader | undefined {
  if (kind === "STRING") return { type: "string", read: (text) => text };
  if (kind === "SCALAR") return { type: name === "Platform" ? name : "string", read: (text) => text };
  if (kind === "INTEGER") return { type: "int", read: integer };
  if (kind === "FLOAT") return { type: "float", read: float };
  if (kind === "BOOLEAN") return { type: "bool", read: bool };
  if (kind === "INPUT" && name === "PortForward") return { type: name, read: portForward };
  if (kind === "ENUM") return enumReader(catalog.enum(name));
  if (kind !== "OBJECT" || catalog.owns(name) || !addressed.test(name)) return undefined;
  return { type: name, read: (text) => new Address(name, nonEmpty(text, name), ignore) };
}

function nonEmpty(text: string, type: string): string {
  if (!text) throw new Error(`${type.charAt(0).toLowerCase()}${type.slice(1)} address cannot be empty`);
  return text;
}

/** Members are typed by name in any case, or by value; they travel by name. */
function enumReader(found: EnumDef | undefined): Reader | undefined {
  if (!found) return undefined;
  const type = found.members.map(({ name }) => screaming(name)).join(",");
  const read = (text: string) => {
    const named = found.members.find(({ name }) => screaming(name) === text.toUpperCase() || name === text);
    const member = named ?? found.members.find(({ value }) => value === text);
    if (member) return member.name;
    throw new Error(`value should be one of ${type}`);
  };
  return { type, read };
}

/** The default as help shows it; a type's zero value is not worth showing. */
function shownDefault({ defaultValue, type }: ArgDef, readerType: string): string | undefined {
  if (defaultValue === undefined) return undefined;
  const value: unknown = JSON.parse(defaultValue);
  if (value === null || value === "" || value === 0 || value === false) return undefined;
  if (Array.isArray(value)) return value.length ? `[${value.join(",")}]` : undefined;
  if (type.kind === "ENUM") return screaming(String(value));
  return readerType === "string" ? JSON.stringify(value) : String(value);
}
