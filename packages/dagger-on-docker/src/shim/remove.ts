import { lstatSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readGlob } from "../tree/patterns.ts";

/** Removes files and folders; the last part of a path may be a pattern. What is not there is no error. */
export function removeFiles(patterns: string[]): number {
  for (const pattern of patterns) {
    const folder = dirname(pattern);
    const matches = readGlob(basename(pattern));
    for (const name of namesIn(folder).filter(matches)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  return 0;
}

/** Removes files and links, never folders: where a folder is to be and a file stands in its way. */
export function removeFile(files: string[]): number {
  for (const file of files) if (lstatSync(file, { throwIfNoEntry: false })?.isDirectory() === false) rmSync(file);
  return 0;
}

function namesIn(folder: string): string[] {
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
}
