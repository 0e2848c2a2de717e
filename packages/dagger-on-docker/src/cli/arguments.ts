import { homedir } from "node:os";
import { resolve } from "node:path";
import { root, type Step, step } from "../graph.ts";
import { isGitAddress } from "../module/git-address.ts";
import type { ArgDef, EnumDef, TypeRef } from "../module/types.ts";
import type { Catalog } from "./catalog.ts";
import type { Flag } from "./flags.ts";
import { kebab, screaming } from "./names.ts";

/** A core object named by an address, a host path, an image, a secret's place: the step that makes it. */
export class Address {
  constructor(readonly step: Step) {}
}

/** How text becomes a value of a type, and how help names that type. */
interface Reader {
  readonly type: string;
  read(text: string): unknown;
}

/** The flag for an argument; undefined when its type cannot be typed on a command line. */
export function argFlag(arg: ArgDef, catalog: Catalog): Flag | undefined {
  const item = arg.type.kind === "LIST" ? arg.type.of : undefined;
  const reader = readerOf(item ?? arg.type, arg, catalog);
  if (!reader) return undefined;
  const { type, read } = reader;
  const shown = shownDefault(arg);
  return {
    name: kebab(arg.name),
    type: item ? (plural[type] ?? type) : type === "bool" ? "" : type,
    // The real CLI shows an argument's description as a block of its own.
    usage: arg.description && `\n${arg.description}\n`,
    ...(shown !== undefined && { shown }),
    required: arg.required ?? false,
    read: item ? (text, before) => [...(Array.isArray(before) ? before : []), ...csv(text).map(read)] : read,
  };
}

const plural: Readonly<Record<string, string>> = { string: "strings", int: "ints", bool: "bools", float: "floats" };

/** Refuses, in Go's words, what `fits` does not find to be one. */
const number = (fits: (value: number) => boolean, parser: string) => (text: string) => {
  if (text.trim() && fits(Number(text))) return Number(text);
  throw new Error(`strconv.${parser}: parsing ${JSON.stringify(text)}: invalid syntax`);
};

const plain: Readonly<Partial<Record<TypeRef["kind"], Reader>>> = {
  STRING: { type: "string", read: String },
  SCALAR: { type: "string", read: String },
  INTEGER: { type: "int", read: number(Number.isSafeInteger, "ParseInt") },
  FLOAT: { type: "float", read: number(Number.isFinite, "ParseFloat") },
  BOOLEAN: { type: "bool", read: bool },
};

function readerOf({ kind, name = "" }: TypeRef, { ignore }: ArgDef, catalog: Catalog): Reader | undefined {
  if (name === "PortForward") return { type: name, read: portForward };
  if (kind === "ENUM") return enumReader(catalog.enum(name));
  if (kind !== "OBJECT") return plain[kind];
  if (catalog.owns(name) || !(name in addresses)) return undefined;
  return { type: name, read: (text) => new Address(addressStep(name, text, ignore)) };
}

const host = step(root, "Host", "host", {});

/** The step that makes the object at an address, by the object's type. */
const addresses: Readonly<Record<string, (text: string, exclude: readonly string[]) => Step>> = {
  Container: (address) => step(step(root, "Container", "container", {}), "Container", "from", { address }),
  Directory: (text, exclude) => step(host, "Directory", "directory", { path: hostPath(text), include: [], exclude }),
  File: (text) => step(host, "File", "file", { path: hostPath(text) }),
  CacheVolume: (key) => step(root, "CacheVolume", "cacheVolume", { key }),
  Secret: (text) => step(root, "Secret", "secret", { uri: secretAddress(text) }),
};

export function addressStep(type: string, text: string, ignore: readonly string[] = []): Step {
  if (!text) throw new Error(`${type.charAt(0).toLowerCase()}${type.slice(1)} address cannot be empty`);
  const make = addresses[type];
  if (!make) throw new Error(`a ${type} cannot be named by ${JSON.stringify(text)}`);
  return make(text, ignore);
}

function hostPath(text: string): string {
  if (isGitAddress(text)) throw new Error("a git address needs a Dagger engine");
  return resolve(text.replace(/^~(?=\/|$)/, homedir()));
}

/** A name alone is an environment variable; `env:X` and `env://X` are the same. */
function secretAddress(text: string): string {
  const [, scheme, place] = /^([^:]+):(?:\/\/)?([\s\S]*)$/.exec(text) ?? [];
  return scheme === undefined ? `env://${text}` : `${scheme}://${place}`;
}

/** Members are typed by name in any case, or by value; they travel by name. */
function enumReader(found: EnumDef | undefined): Reader | undefined {
  if (!found) return undefined;
  const { members } = found;
  const type = members.map(({ name }) => screaming(name)).join(",");
  const read = (text: string) => {
    const named = members.find(({ name }) => screaming(name) === text.toUpperCase() || name === text);
    const member = named ?? members.find(({ value }) => value === text);
    if (member) return member.name;
    throw new Error(`value should be one of ${type}`);
  };
  return { type, read };
}

/** The default as help shows it; a type's zero value is not worth showing. */
function shownDefault({ defaultValue: value, type }: ArgDef): string | undefined {
  if (!value || (Array.isArray(value) && !value.length)) return undefined;
  if (Array.isArray(value)) return `[${value.join(",")}]`;
  if (type.kind === "ENUM") return screaming(String(value));
  return type.kind === "STRING" ? JSON.stringify(value) : String(value);
}

export function bool(text: string): boolean {
  if (/^(1|t|true|0|f|false)$/i.test(text)) return /^[1t]/i.test(text);
  throw new Error(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** `8080:80`: a port here, a port there. */
function portForward(text: string): { frontend: number; backend: number } {
  const [, frontend, backend] = /^(\d+):(\d+)$/.exec(text) ?? [];
  if (frontend && backend) return { frontend: Number(frontend), backend: Number(backend) };
  throw new Error(`portForward setting not in the form of frontend:backend: ${JSON.stringify(text)}`);
}

/** The fields of one line of comma separated values; quotes around a whole field keep its commas. */
export function csv(line: string): string[] {
  if (!line) return [];
  const field = `("(?:[^"]|"")*"|[^",]*)`;
  if (!new RegExp(`^${field}(,${field})*$`).test(line))
    throw new Error(`parse error: a quote inside a field in ${JSON.stringify(line)}`);
  return [...`,${line}`.matchAll(new RegExp(`,${field}`, "g"))].map(([, text = ""]) =>
    text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text,
  );
}
