import { createHash } from "node:crypto";
import { type Content, pieces } from "./content.ts";
import { cleanPath, PatternList, type PatternMatch } from "./patterns.ts";

interface Owned {
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970, where a pipeline set it. */
  readonly mtime?: number;
}
export interface FileEntry extends Owned {
  readonly kind: "file";
  readonly mode: number;
  readonly bytes: Content;
}
export interface FolderEntry extends Owned {
  readonly kind: "folder";
  readonly mode: number;
}
export interface LinkEntry extends Owned {
  readonly kind: "link";
  readonly target: string;
}
export type Entry = FileEntry | FolderEntry | LinkEntry;

/** The files of a Directory, known on this side of Docker: path without a leading slash → entry. Immutable. */
export type Tree = ReadonlyMap<string, Entry>;

export const emptyTree: Tree = new Map();
export const folderEntry: FolderEntry = { kind: "folder", mode: 0o755, uid: 0, gid: 0 };
const maxName = 255;

/** A path inside a tree: `/a/../b/` and `../b` are both `b`, the root is "". */
export function inside(path: string): string {
  return cleanPath(`/${path}`).slice(1);
}

/** The folder that holds a path; "" for the top. */
export function parentOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Paths with everything below: the entry itself and its subtree, names relative to it ("" is itself). */
export function subtree(tree: Tree, path: string): Map<string, Entry> {
  if (path === "") return new Map(tree);
  const below = new Map<string, Entry>();
  for (const [name, entry] of tree) {
    if (name === path) below.set("", entry);
    else if (name.startsWith(`${path}/`)) below.set(name.slice(path.length + 1), entry);
  }
  return below;
}

/** Follows links, inside the tree, to where a path really is; undefined where there is nothing. */
export function resolve(tree: Tree, path: string, followLast = true): string | undefined {
  const at = placeIn(tree, path, followLast);
  return at === "" || tree.has(at) ? at : undefined;
}

/** Where a path leads, links followed inside the tree; parts that are not there stay as they are. */
export function placeIn(tree: Tree, path: string, followLast = true, links = 0): string {
  if (links > 40) throw new Error(`too many levels of symbolic links: ${path}`);
  const parts = inside(path).split("/").filter(Boolean);
  let at = "";
  for (const [index, part] of parts.entries()) {
    const next = at ? `${at}/${part}` : part;
    const entry = tree.get(next);
    if (entry?.kind === "link" && (index < parts.length - 1 || followLast)) {
      const target = entry.target.startsWith("/") ? entry.target : `${at}/${entry.target}`;
      return placeIn(tree, [target, ...parts.slice(index + 1)].join("/"), followLast, links + 1);
    }
    at = next;
  }
  return at;
}

/**
 * Where something new comes to lie: its place, with a last link followed or not.
 *
 * @throws where a file stands above it
 */
export function destination(tree: Tree, path: string, followLast = true): string {
  const at = placeIn(tree, path, followLast);
  for (let [below, above] = [at, parentOf(at)]; above; [below, above] = [above, parentOf(above)])
    if (tree.get(above)?.kind === "file") throw new Error(`lstat <mount>/${below}: not a directory`);
  return at;
}

/** Adds an entry and the folders above it; what stood there as another kind is replaced. */
export function put(tree: Tree, path: string, entry: Entry, parents: FolderEntry = folderEntry): Tree {
  if (baseOf(path).length > maxName)
    throw new Error(`File name length exceeds the maximum supported ${maxName} characters`);
  const next = new Map(tree);
  for (let above = parentOf(path); above; above = parentOf(above)) {
    if (next.get(above)?.kind !== "folder") next.set(above, parents);
  }
  if (entry.kind !== "folder")
    for (const below of subtree(tree, path).keys()) next.delete(below ? `${path}/${below}` : path);
  next.set(path, entry);
  return next;
}

/** Lays `other` over `tree` at `at`; folders that are there keep what they hold. */
export function merge(tree: Tree, at: string, other: Tree, own: Partial<Owned & { mode: number }> = {}): Tree {
  let next = at && tree.get(at)?.kind !== "folder" ? put(tree, at, { ...folderEntry, ...own }) : tree;
  const merged = new Map(next);
  for (const [name, entry] of [...other].sort(byPath)) {
    const path = at ? `${at}/${name}` : name;
    const owned = { ...entry, ...own } as Entry;
    const there = merged.get(path);
    if (there && (there.kind === "folder") !== (entry.kind === "folder")) {
      next = remove(merged, path);
      for (const gone of merged.keys()) if (!next.has(gone)) merged.delete(gone);
    }
    merged.set(path, owned);
  }
  return merged;
}

/** Takes a path and everything below it away. */
export function remove(tree: Tree, path: string): Tree {
  return new Map([...tree].filter(([name]) => name !== path && !name.startsWith(`${path}/`)));
}

export interface Filter {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** What include and exclude leave of a tree; folders stay where they match or hold what stays. */
export function filter(tree: Tree, { include = [], exclude = [] }: Filter): Tree {
  const keeps = pathFilter({ include, exclude });
  const kept = new Map<string, Entry>();
  for (const [path, entry] of [...tree].sort(byPath)) {
    if (!keeps(path)) continue;
    for (let above = parentOf(path); above && !kept.has(above); above = parentOf(above)) {
      kept.set(above, tree.get(above) ?? folderEntry);
    }
    kept.set(path, entry);
  }
  return kept;
}

/** Decides for paths, asked from the top down, whether they themselves stay. */
export function pathFilter({ include = [], exclude = [] }: Filter): (path: string) => boolean {
  const included = asker(new PatternList(include));
  const excluded = asker(new PatternList(exclude));
  return (path) => (include.length === 0 || included(path).matched) && !excluded(path).matched;
}

function asker(list: PatternList): (path: string) => PatternMatch {
  const answers = new Map<string, PatternMatch>();
  const ask = (path: string): PatternMatch => {
    const before = answers.get(path);
    if (before) return before;
    const above = parentOf(path);
    const answer = list.match(path, above ? ask(above) : undefined);
    answers.set(path, answer);
    return answer;
  };
  return ask;
}

/** Names in a folder as the engine lists them: sorted by bytes, folders with a slash at the end. */
export function listing(tree: Tree): string[] {
  return [...tree].sort(byPath).map(([name, { kind }]) => (kind === "folder" ? `${name}/` : name));
}

/** SHA-256 of everything a tree says: paths, kinds, modes, owners, set times, contents. */
export function treeDigest(tree: Tree): string {
  const hash = createHash("sha256");
  for (const [path, entry] of [...tree].sort(byPath)) {
    const { uid, gid, mtime } = entry;
    const what = entry.kind === "link" ? entry.target : entry.mode;
    hash.update(
      JSON.stringify([path, entry.kind, what, uid, gid, mtime, entry.kind === "file" ? entry.bytes.length : 0]),
    );
    if (entry.kind === "file") for (const piece of pieces(entry.bytes)) hash.update(piece);
  }
  return hash.digest("hex");
}

/** Paths in the order of a walk: a folder's content right after it. */
export function walking(tree: Tree): string[] {
  const key = (path: string) => path.replaceAll("/", "\0");
  return listing(tree).sort((a, b) => byName(key(a.replace(/\/$/, "")), key(b.replace(/\/$/, ""))));
}

/** The order of names: that of their bytes. */
export const byName = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function byPath([a]: [string, Entry], [b]: [string, Entry]): number {
  return byName(a, b);
}
