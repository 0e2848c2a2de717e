import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { destination, factsOf, isFolder, placeBelow } from "./place.ts";
import { type Looked, paths, type Thing } from "./protocol.ts";

/** Leaves what stands at a path of the file system that is mounted. */
export function look([path = ""]: string[]): number {
  const followed = destination(paths.origin, path);
  const looked: Looked = {
    ...thing("followed", followed),
    ...thing("itself", placeBelow(paths.origin, path, false)),
    ...(isFolder(followed) && { names: readdirSync(followed, { withFileTypes: true }).map(nameOf) }),
  };
  mkdirSync(paths.left);
  writeFileSync(join(paths.left, "look.json"), JSON.stringify(looked));
  return 0;
}

const nameOf = (entry: { name: string; isDirectory(): boolean }): string =>
  `${entry.name}${entry.isDirectory() ? "/" : ""}`;

function thing(as: "followed" | "itself", path: string): { [key in typeof as]?: Thing } {
  const found = factsOf(path);
  if (!found) return {};
  const kind = found.isDirectory() ? "folder" : found.isFile() ? "file" : found.isSymbolicLink() ? "link" : "other";
  return { [as]: { name: basename(path), kind, size: found.size, mode: found.mode & 0o777 } };
}
