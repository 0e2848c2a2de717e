import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { cacheFolder, dropOld } from "../cache.ts";
import type { Progress } from "../progress.ts";
import { readHostFolder } from "../tree/host.ts";
import { isGitAddress } from "./git-address.ts";
import type { ModuleDef, ModuleSource } from "./types.ts";
import { version } from "./version.ts";

/** A module that is ready to be called: its types, and the bundle with its functions. */
export interface LoadedModule extends ModuleSource {
  readonly def: ModuleDef;
  readonly file: string;
}

// biome-ignore lint/suspicious/noExplicitAny: a constructor of the module takes what its own types say.
export type Class = new (...args: any[]) => object;

/** The parts of a module's bundle that calls need; see compile.ts. */
export interface Bundle {
  readonly core: Readonly<Record<string, Class | undefined>>;
  readonly Context: new () => { selectNode(id: string, type: string): unknown };
  readonly exports: Readonly<Record<string, Class | undefined>>;
}

/**
 * Finds a module as the CLI does.
 *
 * @param reference the `-m` option; without it, the nearest dagger.json upwards is taken
 * @param from the folder to start at
 * @throws when there is none, or when it is not a TypeScript module without dependencies
 */
export function findModule(reference: string | undefined, from: string): ModuleSource {
  const root = reference === undefined ? upwards(from, "dagger.json") : named(reference, from);
  if (!root) throw new Error(`no dagger.json in "${from}" or above it: go into a module's folder or pass -m <folder>`);
  const file = join(root, "dagger.json");
  const { name, source = "", sdk, dependencies } = JSON.parse(readFileSync(file, "utf8"));
  const engine = (what: string) =>
    new Error(`${file} ${what}: on Docker alone that does not run, it needs a Dagger engine`);
  if (typeof name !== "string") throw new Error(`${file} has no "name": write the module's name into it`);
  if (!/^typescript(@|$)/.test(sdk?.source)) throw engine(`asks for the SDK "${sdk?.source ?? "none"}"`);
  if (dependencies?.length) throw engine("has dependencies");
  return { name, root, source: join(root, source), context: upwards(root, ".git") ?? root };
}

function named(reference: string, from: string): string {
  if (isGitAddress(reference)) throw new Error(`"${reference}" is a git address, which needs a Dagger engine`);
  const path = resolve(from, reference);
  const root = basename(path) === "dagger.json" ? dirname(path) : path;
  if (existsSync(join(root, "dagger.json"))) return root;
  const why = existsSync(path) ? `"${reference}" has no dagger.json` : `local path "${reference}" does not exist`;
  throw new Error(`${why}: -m takes the folder of a dagger.json`);
}

/** The nearest folder upwards that has an entry. */
export function upwards(from: string, entry: string): string | undefined {
  if (existsSync(join(from, entry))) return from;
  return dirname(from) === from ? undefined : upwards(dirname(from), entry);
}

/**
 * Loads a module: its types and its functions, as kept from the last time its sources were the same.
 *
 * @param progress told when they have to be made anew, which takes seconds
 */
export async function loadModule(source: ModuleSource, progress: Progress): Promise<LoadedModule> {
  const files = sourceFiles(source);
  const folder = join(cacheFolder("modules"), sourceHash(source, files));
  if (!existsSync(folder)) await keep(source, files, folder, progress);
  return {
    ...source,
    def: JSON.parse(readFileSync(join(folder, "types.json"), "utf8")),
    file: join(folder, "module.js"),
  };
}

/** The module's own TypeScript files, sorted, as absolute paths; hidden ones are editors': a lock, a link to nowhere. */
export function sourceFiles({ source }: ModuleSource): string[] {
  const folder = join(source, "src");
  if (!existsSync(folder)) throw new Error(`${folder} is missing: a TypeScript module keeps its files there`);
  // Bun's own recursive reading follows links, and in a circle.
  return [...readHostFolder(folder, { exclude: ["**/node_modules", "**/.*"] })]
    .filter(([name, { kind }]) => kind !== "folder" && /\.m?ts$/.test(name) && !/\.(test|d)\.m?ts$/.test(name))
    .map(([name]) => join(folder, name))
    .sort();
}

/** Changes with what the sources say, and with how they are made into what is kept; the number is for the latter. */
export function sourceHash({ name, source }: ModuleSource, files: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify([4, version, process.versions.bun, name, source]));
  const manifest = join(source, "package.json");
  for (const file of existsSync(manifest) ? [...files, manifest] : files)
    hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest("hex").slice(0, 32);
}

/** Made aside and moved into place whole: two calls at once do not disturb each other. */
async function keep(source: ModuleSource, files: readonly string[], folder: string, progress: Progress): Promise<void> {
  progress.line(`module ${source.name}: reading its types (once for each change of its sources)`);
  const { readTypes, bundle } = await import("./compile.ts");
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  try {
    writeFileSync(join(making, "types.json"), JSON.stringify(await readTypes(source, files, join(making, "package"))));
    await bundle(files, making);
    if (!existsSync(folder)) renameSync(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  dropOld(dirname(folder));
}
