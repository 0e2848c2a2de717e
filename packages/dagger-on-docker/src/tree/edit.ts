import { posix } from "node:path";
import { sameContent } from "./content.ts";
import { readGlob } from "./patterns.ts";
import {
  destination,
  type Entry,
  emptyTree,
  folderEntry,
  inside,
  parentOf,
  put,
  remove,
  resolve,
  subtree,
  type Tree,
} from "./tree.ts";

const root = { uid: 0, gid: 0 };

/** Numbers only: a directory has no /etc/passwd to look names up in. */
export function ownership(owner: string | null | undefined): { uid?: number; gid?: number } {
  if (!owner) return {};
  const [uid, gid = uid] = owner.split(":");
  if (!/^\d+$/.test(uid ?? "") || !/^\d+$/.test(gid ?? ""))
    throw new Error(`failed to parse ownership ${owner}: open /etc/passwd: no such file or directory`);
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Writes a file, through links, as open(2) does: one that is there keeps its mode and owner.
 *
 * @throws where a folder stands there
 */
export function newFile(tree: Tree, path: string, contents: string, permissions: number): Tree {
  const at = destination(tree, path);
  const there = tree.get(at);
  if (at === "" || there?.kind === "folder") throw new Error(`open <mount>${at && `/${at}`}: is a directory`);
  const bytes = Buffer.from(contents);
  if (there?.kind === "file") return put(tree, at, { ...there, bytes });
  return put(tree, at, { kind: "file", mode: permissions & 0o777 || 0o644, bytes, ...root });
}

/**
 * Makes a folder and those above it, all with the same mode; one that is there stays as it is.
 *
 * @throws where the path leads outside, or a file stands in the way
 */
export function newFolder(tree: Tree, path: string, permissions: number): Tree {
  if (posix.normalize(path).startsWith("..")) throw new Error(`cannot create directory outside parent: ${path}`);
  const at = destination(tree, path);
  if (tree.get(at)?.kind === "file") throw new Error(`mkdir <mount>/${at}: not a directory`);
  const entry = { ...folderEntry, mode: permissions & 0o777 || 0o755 };
  return tree.get(at)?.kind === "folder" ? tree : put(tree, at, entry, entry);
}

/**
 * Makes a link.
 *
 * @throws where something stands there
 */
export function newLink(tree: Tree, linkName: string, target: string): Tree {
  const at = destination(tree, linkName, false);
  if (at === "" || tree.has(at)) throw new Error(`symlink ${target} <mount>/${at}: file exists`);
  return put(tree, at, { kind: "link", target, ...root });
}

/** True for the top of a tree and the folders in it. */
export const isFolder = (tree: Tree, path: string): boolean => path === "" || tree.get(path)?.kind === "folder";

/** Takes away what matches: names as they are, or with a star, which never crosses a slash here, nor do two of them. */
export function removeMatching(tree: Tree, paths: readonly string[]): Tree {
  const matching = paths.map((path) => {
    if (path.includes("*")) return readGlob(inside(path).replace(/\*+/g, "*"));
    const at = destination(tree, path, false);
    return (name: string) => name === at;
  });
  const gone = [...tree].filter(([path]) => matching.some((matches) => matches(path)));
  return gone.reduce((left, [path]) => remove(left, path), tree);
}

/** A folder in a tree; links on the way are followed. */
export function folderIn(tree: Tree, path: string): Tree {
  const at = resolve(tree, path);
  if (at === undefined) throw new Error(`open <mount>/${inside(path)}: no such file or directory`);
  if (at !== "" && tree.get(at)?.kind !== "folder") throw new Error(`open <mount>/${inside(path)}: not a directory`);
  const below = subtree(tree, at);
  below.delete("");
  return below;
}

/**
 * Sets the time of everything, in seconds since 1970; for a link, that of what it leads to.
 *
 * @throws where a link leads nowhere
 */
export function withTimes(tree: Tree, mtime: number): Tree {
  for (const [path, { kind }] of tree) {
    if (kind === "link" && resolve(tree, path) === undefined)
      throw new Error(`chtimes <mount>/${path}: no such file or directory`);
  }
  return new Map([...tree].map(([path, entry]) => [path, entry.kind === "link" ? entry : { ...entry, mtime }]));
}

/** Gives what is at a path, and below, to an owner. */
export function owned(tree: Tree, path: string, owner: string): Tree {
  const at = inside(path);
  const ids = ownership(owner);
  const isBelow = (name: string) => at === "" || name === at || name.startsWith(`${at}/`);
  return new Map([...tree].map(([name, entry]) => [name, isBelow(name) ? { ...entry, ...ids } : entry]));
}

/** What of `after` is not in `before`: what is new or changed, with the folders whose names changed. */
export function difference(before: Tree, after: Tree): Tree {
  const [had, has] = [namesByFolder(before), namesByFolder(after)];
  const changed = [...after].filter(
    ([path, entry]) => differs(before.get(path), entry) || had.get(path) !== has.get(path),
  );
  return changed.reduce((tree, [path, entry]) => put(tree, path, entry), emptyTree);
}

function differs(a: Entry | undefined, b: Entry): boolean {
  if (!a || a.kind !== b.kind) return true;
  return a.kind === "file" && b.kind === "file"
    ? !sameContent(a.bytes, b.bytes) || a.mode !== b.mode
    : a.kind === "link" && b.kind === "link" && a.target !== b.target;
}

/** folder → what stands directly in it, as one text. */
function namesByFolder(tree: Tree): Map<string, string> {
  const names = new Map<string, string>();
  for (const path of [...tree.keys()].sort()) names.set(parentOf(path), `${names.get(parentOf(path)) ?? ""}\n${path}`);
  return names;
}
