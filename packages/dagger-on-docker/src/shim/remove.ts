import { readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { readGlob } from "../tree/patterns.ts";
import { destination, isFolder, placeBelow } from "./place.ts";

/** Removes files and folders; a star in a path stands for any name. What is not there is no error. */
export function removeFiles(patterns: string[], root: string): number {
  for (const pattern of patterns) {
    if (!pattern.includes("*")) removeOne(destination(root, pattern, false));
    else removeMatching(pattern.split("/").filter(Boolean), root, root);
  }
  return 0;
}

function removeMatching([part = "", ...rest]: string[], folder: string, root: string): void {
  const names = part.includes("*") ? namesIn(folder).filter(readGlob(part.replace(/\*+/g, "*"))) : [part];
  for (const name of names) {
    if (rest.length === 0) removeOne(join(folder, name));
    else removeMatching(rest, placeBelow(root, relative(root, join(folder, name))), root);
  }
}

function removeOne(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

function namesIn(folder: string): string[] {
  return isFolder(folder) ? readdirSync(folder) : [];
}
