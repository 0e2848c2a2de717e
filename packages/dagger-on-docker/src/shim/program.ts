import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";

/** The file that a command's name stands for: the name itself where it has a slash, else the first in PATH. */
export function findProgram(name: string, path: string): string | undefined {
  if (name.includes("/") || name === "") return name;
  const files = path.split(":").map((folder) => join(folder, name));
  return files.find((file) => whyUnusable(file, false) === undefined);
}

/** Why a file cannot be run, in the words of the engine's init; undefined where it can. */
export function whyUnusable(file: string, checkFormat = true): string | undefined {
  if (!existsSync(file)) return `fork/exec ${file}: no such file or directory`;
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return `fork/exec ${file}: permission denied`;
  }
  if (!statSync(file).isFile()) return `fork/exec ${file}: permission denied`;
  return checkFormat && !hasFormat(file) ? `fork/exec ${file}: exec format error` : undefined;
}

/** True for a binary or a script with an interpreter line: anything else, spawn would hand to a shell. */
function hasFormat(file: string): boolean {
  const head = Buffer.alloc(4);
  try {
    const open = openSync(file, "r");
    readSync(open, head);
    closeSync(open);
  } catch {
    return true; // executable, yet not readable: only the kernel can tell
  }
  const magic = head.toString("latin1");
  return magic.startsWith("#!") || magic === "\x7fELF";
}
