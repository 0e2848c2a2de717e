import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { upwards } from "../module/load.ts";
import type { ArgDef, ClassDef, FunctionDef, ModuleDef, ModuleSource } from "../module/types.ts";
import { argFlag } from "./arguments.ts";
import { Catalog } from "./catalog.ts";
import { type EnvFile, expandValue, parseEnvFile } from "./env-file.ts";
import { kebab, pascal } from "./names.ts";

/** Values by names without the module's; the first of a name counts. */
export type Variables = readonly (readonly [name: string, value: string])[];

/**
 * What `.env` files say to a module. Beside dagger.json, all names are the module's (the inner file); in the file that is
 * nearest upwards from the working directory, those that begin with its name (the outer one), and these win.
 *
 * @throws where a file cannot be read, or one of the module's variables refers to one that is not set
 */
export function readVariables({ name, root }: Pick<ModuleSource, "name" | "root">, cwd: string): Variables {
  const inner = envFile(root, `inner env file in ${root}`);
  const above = upwards(cwd, ".env");
  const outer = envFile(above, `outer env file from ${JSON.stringify(relative(cwd, join(above ?? "", ".env")))}`);
  const prefix = new RegExp(`^(?:${snake(name)}|${joined(name)})_`, "i");
  const own = (file: EnvFile, names: readonly string[]) =>
    names.map((variable) => [variable, valueIn(file, variable, name)] as const);
  const prefixed = [...outer.keys()].filter((variable) => prefix.test(variable));
  return [
    ...own(outer, prefixed).map(([variable, value]) => [variable.replace(prefix, ""), value] as const),
    ...own(inner, [...inner.keys()]),
  ];
}

function envFile(folder: string | undefined, what: string): EnvFile {
  const file = join(folder ?? "", ".env");
  try {
    return parseEnvFile(folder && existsSync(file) ? readFileSync(file, "utf8") : "");
  } catch (error) {
    throw new Error(`load user defaults: failed to load ${what}: ${(error as Error).message}`);
  }
}

function valueIn(file: EnvFile, name: string, module: string): string {
  const lookUp =
    (seen: readonly string[]) =>
    (other: string): string | undefined => {
      const written = seen.includes(other) ? undefined : file.get(other);
      return written === undefined ? process.env[other] : expandValue(written, lookUp([...seen, other]));
    };
  try {
    return expandValue(file.get(name) ?? "", lookUp([name]));
  } catch (error) {
    throw new Error(`load user default for ${module}.: ${name}: ${(error as Error).message}`);
  }
}

/**
 * A module's types with the defaults that its user has set: an argument that has one is not required.
 *
 * @param say told of each default, and of each name that is all but one
 * @throws where a value is none of its argument's type
 */
export function withUserDefaults(
  def: ModuleDef,
  module: string,
  variables: Variables,
  say: (line: string) => void,
): ModuleDef {
  const catalog = new Catalog(module, def);
  const candidates = new Set<string>();
  const withDefault = (fn: FunctionDef, prefixes: readonly string[], isMain: boolean) => (arg: ArgDef) => {
    const names = prefixes.map((prefix) => `${prefix}${joined(arg.name)}`);
    for (const name of names) candidates.add(name);
    const [, text] = variables.find(([name]) => names.includes(name.toLowerCase())) ?? [];
    if (text === undefined) return arg;
    const shown = arg.type.name === "Secret" && !text.includes("://") ? "*****" : JSON.stringify(text);
    say(`user default: ${fn.name ? `${module}.${fn.name}` : module}(${arg.name}=${shown})`);
    const place = `user defaults ${module}.${fn.name}(${arg.name}=...)`;
    const value = read(text, arg, catalog, place);
    const given = { ...arg, userDefault: { value, place } };
    // The engine tells the command line of the main object's alone.
    if (!isMain) return given;
    return { ...given, required: false, ...(typeof value !== "object" && { defaultValue: value }) };
  };
  const functionOf = ({ name }: ClassDef) => {
    const isMain = pascal(name) === pascal(module);
    return (fn: FunctionDef): FunctionDef => {
      const own = fn.name ? [`${joined(fn.name)}_`, `${snake(fn.name)}_`] : [""];
      const prefixes = isMain ? own : [joined(name), snake(name)].flatMap((of) => own.map((fn) => `${of}_${fn}`));
      return { ...fn, args: fn.args.map(withDefault(fn, prefixes, isMain)) };
    };
  };
  const objects = def.objects.map((object) => ({
    ...object,
    constructs: pascal(object.name) === pascal(module) ? functionOf(object)(object.constructs) : object.constructs,
    functions: object.functions.map(functionOf(object)),
  }));
  for (const [name] of variables) {
    const meant = [...candidates].find((candidate) => joined(candidate) === joined(name));
    if (meant && !candidates.has(name.toLowerCase()))
      say(`.env: ${name} is not read: an argument's name is one word there, ${meant.toUpperCase()}`);
  }
  return { ...def, objects };
}

const snake = (name: string): string => kebab(name).replaceAll("-", "_");
const joined = (name: string): string => name.replace(/[-_]/g, "").toLowerCase();

/** A value of an argument's type; a core object as the address it is at. */
function read(text: string, arg: ArgDef, catalog: Catalog, place: string): unknown {
  const { kind, of } = arg.type;
  if (kind === "LIST" && of) return text.split(",").map((item) => read(item, { ...arg, type: of }, catalog, place));
  const wrong = (why: string) => new Error(`failed to merge user defaults: ${place}: ${why}`);
  if (kind === "INTEGER" && !/^[+-]?\d+$/.test(text))
    throw wrong(`parse as integer: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (kind === "BOOLEAN" && !/^(true|false)$/.test(text)) throw wrong(`not valid JSON: '${text}'`);
  try {
    return argFlag(arg, catalog)?.read(text, undefined);
  } catch (error) {
    throw wrong((error as Error).message);
  }
}
