import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

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

/**
 * Finds a module as the CLI does.
 *
 * @param reference the `-m` option; without it, the nearest dagger.json upwards is taken
 * @param from the folder to start at
 * @throws when there is none, or when it is not a TypeScript module
 */
export function findModule(reference: string | undefined, from: string): ModuleSource {
  const root = reference === undefined ? nearest(from) : named(reference, from);
  const config = readConfig(join(root, "dagger.json"));
  return {
    name: config.name,
    root,
    source: join(root, config.source ?? ""),
    context: upwards(root, ".git") ?? root,
  };
}

function nearest(from: string): string {
  const root = upwards(from, "dagger.json");
  if (root) return root;
  throw new Error(`no dagger.json in "${from}" or above it: go into a module's folder or pass -m <folder>`);
}

function named(reference: string, from: string): string {
  const path = resolve(from, reference.replace(/^file:\/\//, ""));
  const asked = `loading extra module "${reference}": resolving module source "${reference}"`;
  const problem = (text: string) => new Error(`query module objects: loading modules: ${asked}: ${text}`);
  if (!existsSync(path)) throw problem(`local path "${reference}" does not exist`);
  const root = basename(path) === "dagger.json" ? dirname(path) : path;
  if (!existsSync(join(root, "dagger.json"))) throw problem(`"${reference}" has no dagger.json`);
  return root;
}

function upwards(from: string, entry: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, entry))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

interface Config {
  readonly name: string;
  readonly source?: string;
  readonly sdk?: { readonly source?: string };
  readonly dependencies?: readonly unknown[];
}

function readConfig(path: string): Config {
  const config = JSON.parse(readFileSync(path, "utf8")) as Config;
  if (typeof config.name !== "string") throw new Error(`${path} has no "name": write the module's name into it`);
  const sdk = config.sdk?.source ?? "none";
  if (!/^typescript(@|$)/.test(sdk)) {
    throw new Error(
      `${path} asks for the SDK "${sdk}": only typescript runs on Docker alone, others need a Dagger engine`,
    );
  }
  if (config.dependencies?.length) {
    throw new Error(`${path} has dependencies: modules that use other modules need a Dagger engine`);
  }
  return config;
}

/** The module's own TypeScript files, sorted, as absolute paths. */
export function sourceFiles(source: ModuleSource): string[] {
  const folder = join(source.source, "src");
  if (!existsSync(folder)) throw new Error(`${folder} is missing: a TypeScript module keeps its files there`);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.m?ts$/.test(name) && !/\.(test|d)\.m?ts$/.test(name) && !name.includes("node_modules"))
    .map((name) => join(folder, name))
    .sort();
}

/** What the sources say, and how they are compiled: the key of everything cached about a module. */
export function sourceHash(source: ModuleSource, files: readonly string[], salt: string): string {
  const hash = createHash("sha256").update(`${salt}\0${source.name}\0${source.source}\0`);
  const settings = ["package.json", "tsconfig.json"].map((name) => join(source.source, name));
  for (const file of [...files, ...settings.filter((path) => existsSync(path) && statSync(path).isFile())]) {
    hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex").slice(0, 32);
}
