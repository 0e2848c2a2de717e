import * as fs from "node:fs";
import { basename, dirname, join, resolve as resolvePath } from "node:path";
import { append, type Content } from "./content.ts";
import { PatternList } from "./patterns.ts";
import { type Entry, type FileEntry, type Filter, fileEntry, filter, type Tree } from "./tree.ts";

/**
 * Reads a folder of the host, filtered while walking: what is excluded is never opened.
 *
 * @param take what is done with the content of each file that stays
 * @throws where the folder is not there, is no folder, cannot be read, or a pattern is wrong
 */
export function readHostFolder(
  path: string,
  { include = [], exclude = [] }: Filter = {},
  take = (content: Content): Content => content,
): Tree {
  const top = resolvePath(path);
  const stat = fs.statSync(top, { throwIfNoEntry: false });
  if (!stat) throw new Error(`lstat ${top}: no such file or directory`);
  if (!stat.isDirectory()) throw new Error(`stat ${top}: not a directory`);
  const tree = new Map<string, Entry>();
  walk(top, "", new PatternList(exclude), tree);
  const taken = ([path, entry]: [string, Entry]): [string, Entry][] => {
    if (entry.kind !== "file") return [[path, entry]];
    const bytes = readable(join(top, path), () => take(entry.bytes));
    return bytes ? [[path, { ...entry, bytes }]] : [];
  };
  return new Map([...filter(tree, { include, exclude })].flatMap(taken));
}

function walk(top: string, below: string, excluded: PatternList, tree: Map<string, Entry>): void {
  const folder = join(top, below);
  for (const found of readable(folder, () => fs.readdirSync(folder, { withFileTypes: true })) ?? []) {
    const path = below ? `${below}/${found.name}` : found.name;
    if (found.isDirectory() ? excluded.isFinal(path) : excluded.matches(path)) continue;
    if (found.name.includes("\ufffd")) refuseUnreadableName(folder, found.name);
    const entry = readable(join(top, path), () => readEntry(join(top, path)));
    if (!entry) continue;
    tree.set(path, entry);
    if (entry.kind === "folder") walk(top, path, excluded, tree);
  }
}

/**
 * Reads something that was listed a moment ago; undefined where it has gone since, as editors' and git's own files do.
 * Says it where somebody may not read what is there: Node's own words name a system call.
 */
function readable<T>(path: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code !== "EACCES") throw error;
    throw new Error(
      `${path} may not be read by you: make it yours (sudo chown -R "$(id -un)" '${path}'), or name it in the ` +
        "argument's ignore list",
    );
  }
}

/** A name that is no UTF-8 comes with replacement characters, under which there is no file. */
function refuseUnreadableName(folder: string, name: string): void {
  if (fs.lstatSync(join(folder, name), { throwIfNoEntry: false })) return;
  throw new Error(`${join(folder, name)}: this name is not UTF-8, which images cannot hold; rename or remove the file`);
}

/** What is at a path; nothing for devices and sockets. */
export function readEntry(path: string): Entry | undefined {
  const stat = fs.lstatSync(path);
  const mode = stat.mode & 0o7777;
  if (stat.isSymbolicLink()) return { kind: "link", target: fs.readlinkSync(path) };
  if (stat.isDirectory()) return { kind: "folder", mode };
  return stat.isFile() ? fileEntry({ path, length: stat.size }, mode) : undefined;
}

function writeFile(path: string, { bytes, mode }: FileEntry): void {
  fs.writeFileSync(path, "");
  append(path, bytes);
  fs.chmodSync(path, mode);
}

/**
 * Writes one file to the host. Folders above are made. Answers the path without a slash at the end.
 *
 * @param intoFolder a folder at `path` takes the file under its own name
 */
export function writeHostFile(name: string, entry: FileEntry, path: string, intoFolder = false): string {
  const target = resolvePath(path);
  if (fs.statSync(target, { throwIfNoEntry: false })?.isDirectory()) {
    if (!intoFolder)
      throw new Error(`destination "${target}" is a directory; must be a file path unless allowParentDirPath is set`);
    writeFile(join(target, basename(name)), entry);
    return target;
  }
  fs.mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  writeFile(target, entry);
  return target;
}
