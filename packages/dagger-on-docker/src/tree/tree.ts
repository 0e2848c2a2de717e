import { createHash } from "node:crypto";
import { posix } from "node:path";
import { type Content, pieces } from "./content.ts";
import { PatternList } from "./patterns.ts";

export interface FileEntry {
  readonly kind: "file";
  readonly mode: number;
  readonly bytes: Content;
}
export type Entry =
  | FileEntry
  | { readonly kind: "folder"; readonly mode: number }
  | { readonly kind: "link"; readonly target: string };

/** What is selected of a folder of this machine: path without a leading slash → entry, all of it root's. Immutable. */
export type Tree = ReadonlyMap<string, Entry>;

export const emptyTree: Tree = new Map();
const folderEntry: Entry = { kind: "folder", mode: 0o755 };

export const fileEntry = (bytes: Content, mode = 0o644): FileEntry => ({ kind: "file", mode, bytes });

/** A path inside a tree: `/a/../b/` and `../b` are both `b`, the root is "". */
export function inside(path: string): string {
  return posix.resolve("/", path).slice(1);
}

/** The folder that holds a path; "" for the top. */
export function parentOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

/** What is below a path, by names relative to it. */
export function subtree(tree: Tree, path: string): Tree {
  const start = `${path}/`;
  return new Map(
    [...tree].flatMap(([name, entry]) => (name.startsWith(start) ? [[name.slice(start.length), entry]] : [])),
  );
}

/**
 * Adds an entry, and folders above it where none are.
 *
 * @throws where something else is in its place, or no folder above it
 */
export function put(tree: Tree, path: string, entry: Entry, made = folderEntry): Tree {
  const next = new Map(tree);
  const place = (at: string, wanted: Entry) => {
    const there = next.get(at) ?? wanted;
    if (there.kind !== wanted.kind)
      throw new Error(`a ${there.kind} of the directory is at ${at}: choose another path`);
    return there;
  };
  for (let above = parentOf(path); above; above = parentOf(above)) next.set(above, place(above, made));
  place(path, entry);
  return next.set(path, entry);
}

export interface Filter {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** What include and exclude leave of a tree; folders stay where they match or hold what stays. */
export function filter(tree: Tree, { include = [], exclude = [] }: Filter): Tree {
  const [included, excluded] = [new PatternList(include), new PatternList(exclude)];
  const kept = new Map<string, Entry>();
  for (const [path, entry] of walked(tree)) {
    if ((include.length > 0 && !included.matches(path)) || excluded.matches(path)) continue;
    for (let above = parentOf(path); above && !kept.has(above); above = parentOf(above)) {
      kept.set(above, tree.get(above) ?? folderEntry);
    }
    kept.set(path, entry);
  }
  return kept;
}

/** The order of a walk: names by their bytes, what is in a folder right after it. */
export function byPath(a: string, b: string): number {
  const [one, other] = [a, b].map((path) => Buffer.from(path.replaceAll("/", "\0")));
  return Buffer.compare(one as Buffer, other as Buffer);
}

export const walked = (tree: Tree): [string, Entry][] => [...tree].sort(([a], [b]) => byPath(a, b));

/** Paths as the engine lists them: folders with a slash at the end. */
export function listing(tree: Tree): string[] {
  return walked(tree).map(([path, { kind }]) => (kind === "folder" ? `${path}/` : path));
}

/** SHA-256 of everything a tree says: paths, kinds, modes, contents. */
export function treeDigest(tree: Tree): string {
  const hash = createHash("sha256");
  for (const [path, entry] of walked(tree)) {
    const what = entry.kind === "link" ? entry.target : entry.mode;
    hash.update(JSON.stringify([path, entry.kind, what, entry.kind === "file" ? entry.bytes.length : 0]));
    if (entry.kind === "file") for (const piece of pieces(entry.bytes)) hash.update(piece);
  }
  return hash.digest("hex");
}
