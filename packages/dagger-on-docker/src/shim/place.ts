import { lstatSync, readlinkSync } from "node:fs";
import { join } from "node:path";

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
    const isLink = lstatSync(here, { throwIfNoEntry: false })?.isSymbolicLink();
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
