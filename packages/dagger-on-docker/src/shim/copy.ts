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
import { basename, dirname, join } from "node:path";
import { placeBelow } from "./place.ts";
import { paths } from "./protocol.ts";

/**
 * Lays what is mounted over the root file system where a file and a folder meet, as the engine does: a folder takes a
 * file's place and a file a folder's; a link to a folder stays one; a single file goes into a folder that stands at
 * its place.
 */
export function copyOver([kind = "", to = "", name = "", owner = ""]: string[]): number {
  const ids = owner ? owner.split(":").map(Number) : undefined;
  if (kind === "folder") layFolder(paths.origin, placeBelow("/", to), ids, true);
  else layFile(to, name);
  return 0;
}

function layFile(to: string, name: string): void {
  const [only = ""] = readdirSync(paths.origin);
  const there = placeBelow("/", to);
  const target = isFolder(there) ? join(there, name) : join(placeBelow("/", dirname(to)), basename(to));
  mkdirSync(dirname(target), { recursive: true });
  layEntry(join(paths.origin, only), target);
}

function layFolder(from: string, to: string, ids: number[] | undefined, top = false): void {
  const there = isFolder(to);
  if (!there) makeFolder(to);
  if (!there || !top) keepFacts(from, to, ids);
  for (const name of readdirSync(from)) {
    const source = join(from, name);
    if (lstatSync(source).isDirectory()) layFolder(source, folderAt(join(to, name)), ids);
    else layEntry(source, join(to, name), ids);
  }
}

/** The folder itself, or the one that a link at its place leads to. */
function folderAt(path: string): string {
  const place = placeBelow("/", path);
  return isFolder(place) ? place : path;
}

function makeFolder(path: string): void {
  for (let above = path; above !== "/"; above = dirname(above)) {
    if (!isFolder(placeBelow("/", above))) rmSync(above, { force: true });
  }
  mkdirSync(path, { recursive: true });
}

function layEntry(from: string, to: string, ids?: number[]): void {
  rmSync(to, { recursive: true, force: true });
  if (lstatSync(from).isSymbolicLink()) {
    symlinkSync(readlinkSync(from), to);
    if (ids) lchownSync(to, ids[0] as number, ids[1] as number);
    return;
  }
  copyFileSync(from, to);
  keepFacts(from, to, ids);
}

function keepFacts(from: string, to: string, ids?: number[]): void {
  const { uid, gid, mode, mtime } = statSync(from);
  chownSync(to, ids?.[0] ?? uid, ids?.[1] ?? gid);
  chmodSync(to, mode & 0o7777);
  utimesSync(to, mtime, mtime);
}

const isFolder = (path: string): boolean => {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
};
