import { lstatSync, readlinkSync, type Stats } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * Where a path leads below a root, as if the root were the whole system: links are followed inside of it. Parts that
 * are not there stay as they are.
 */
export function placeBelow(root: string, path: string, followLast = true): string {
  let parts = path.split("/");
  let at: string[] = [];
  for (let links = 0; parts.length > 0; ) {
    const [part = "", ...rest] = parts;
    parts = rest;
    if (part === "" || part === ".") continue;
    if (part === "..") {
      at.pop();
      continue;
    }
    const here = join(root, ...at, part);
    const isLink = factsOf(here)?.isSymbolicLink();
    if (!isLink || (rest.every((next) => next === "") && !followLast)) {
      at.push(part);
      continue;
    }
    if (++links > 255) throw new Error(`too many links in ${path}`);
    const target = readlinkSync(here);
    if (target.startsWith("/")) at = [];
    parts = [...target.split("/"), ...rest];
  }
  return join(root, ...at);
}

/** What stands at a path itself; undefined where nothing does, also below something that is no folder. */
export function factsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw error;
  }
}

/**
 * Where something new comes to lie below a root, with a last link followed or not.
 *
 * @throws where a file stands above it
 */
export function destination(root: string, path: string, followLast = true): string {
  const at = placeBelow(root, path, followLast);
  for (let below = at; below !== root; below = dirname(below))
    if (factsOf(dirname(below))?.isFile()) throw new Error(`lstat <mount>/${relative(root, below)}: not a directory`);
  return at;
}

/** True for a folder itself, not for a link to one. */
export const isFolder = (path: string): boolean => factsOf(path)?.isDirectory() === true;
