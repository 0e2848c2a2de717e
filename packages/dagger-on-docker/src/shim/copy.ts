import {
  chmodSync,
  chownSync,
  copyFileSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { destination, isFolder, placeBelow } from "./place.ts";
import { paths } from "./protocol.ts";

/**
 * Lays what is mounted over the files below a root where a file and a folder meet, as the engine does: a folder takes a
 * file's place and a file a folder's; a link to a folder stays one; a single file goes into a folder that stands at
 * its place.
 */
export function copyOver([kind = "", to = "", name = "", owner = ""]: string[], root: string): number {
  const ids = owner ? owner.split(":").map(Number) : undefined;
  if (kind === "folder") layFolder(paths.origin, destination(root, to), { root, ...(ids && { ids }) }, true);
  else layFile(to, name, root);
  return 0;
}

/** Below which folder things are laid, and whose they become. */
interface Laying {
  readonly root: string;
  readonly ids?: readonly number[];
}

function layFile(to: string, name: string, root: string): void {
  const [only = ""] = readdirSync(paths.origin);
  const there = placeBelow(root, to);
  const target = isFolder(there) ? join(there, name) : destination(root, to, false);
  mkdirSync(dirname(target), { recursive: true });
  layEntry(join(paths.origin, only), target);
}

function layFolder(from: string, to: string, how: Laying, top = false): void {
  const there = isFolder(to);
  if (!there) rmSync(to, { force: true });
  mkdirSync(to, { recursive: true });
  if (!there || !top) keepFacts(from, to, how.ids);
  for (const name of readdirSync(from)) {
    const source = join(from, name);
    if (lstatSync(source).isDirectory()) layFolder(source, folderAt(join(to, name), how.root), how);
    else layEntry(source, join(to, name), how.ids);
  }
}

/** The folder itself, or the one that a link at its place leads to. */
function folderAt(path: string, root: string): string {
  const place = placeBelow(root, relative(root, path));
  return isFolder(place) ? place : path;
}

function layEntry(from: string, to: string, ids?: readonly number[]): void {
  rmSync(to, { recursive: true, force: true });
  if (lstatSync(from).isSymbolicLink()) {
    symlinkSync(readlinkSync(from), to);
    if (ids) lchownSync(to, ids[0] as number, ids[1] as number);
    return;
  }
  copyFileSync(from, to);
  keepFacts(from, to, ids);
}

function keepFacts(from: string, to: string, ids?: readonly number[]): void {
  const { uid, gid, mode, mtime } = statSync(from);
  chownSync(to, ids?.[0] ?? uid, ids?.[1] ?? gid);
  chmodSync(to, mode & 0o7777);
  utimesSync(to, mtime, mtime);
}
