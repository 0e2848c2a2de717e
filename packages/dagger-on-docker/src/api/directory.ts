import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import { buildStage, exportFolder, listFolder } from "../build/build.ts";
import { copyFs, directoryOf, type Fs, knownFile, type Location, newFile, scratch } from "../build/fs.ts";
import { notServed, type Resolver } from "../graph.ts";
import type { Session } from "../session.ts";
import { select } from "../tree/gitignore.ts";
import { readGlob } from "../tree/patterns.ts";
import { seconds } from "../tree/tar.ts";
import { type Entry, emptyTree, fileEntry, inside, listing, put, subtree, type Tree } from "../tree/tree.ts";
import type { FileState } from "./file.ts";

type Field = Resolver<Session, Location>;

const below = ({ fs, path: top }: Location, path: string): Location => ({ fs, path: posix.join(top, inside(path)) });

/** The place of what is made in a directory. */
function placeIn(path: string): string {
  const at = inside(path);
  if (!at) throw new Error(`${JSON.stringify(path)} is the directory itself: name a path in it`);
  if (at.split("/").some((name) => Buffer.byteLength(name) > 255))
    throw new Error(`${at.slice(0, 60)}… has a name of more than 255 bytes: choose a shorter one`);
  return at;
}

/** The files of a directory that are known on this side: what is selected of this machine's, or written by a function. */
function treeOf({ fs, path }: Location): Tree | undefined {
  if (path !== "/") return undefined;
  return fs.kind === "tree" ? fs.tree : fs.kind === "scratch" ? emptyTree : undefined;
}

/** The same, for what BuildKit cannot do: it lays over and takes out alone. */
function known(at: Location, field: string): Tree {
  const tree = treeOf(at);
  if (tree) return tree;
  throw notServed("Directory", `${field} of what a container left or was laid over another`);
}

/** Lays files over those of a directory, as COPY does. */
function copied(from: Location, copy: (root: Fs) => Fs): Location {
  const root = from.path === "/" ? from.fs : copyFs(scratch, { from, kind: "folder", to: "/" });
  return { fs: copy(root), path: "/" };
}

function directoryAt(state: Location, path: string): Location {
  const [tree, at] = [treeOf(state), inside(path)];
  if (tree?.get(at)?.kind === "folder") return directoryOf(subtree(tree, at));
  return below(state, path);
}

const topLevel = (tree: Tree): Tree => new Map([...tree].filter(([path]) => !path.includes("/")));

export const directoryFields: { [field: string]: Field } = {
  withNewFile: (state, { path, contents, permissions }): Location => {
    const entry = fileEntry(Buffer.from(contents), permissions & 0o777 || 0o644);
    const [tree, at] = [treeOf(state), placeIn(path)];
    if (tree) return directoryOf(put(tree, at, entry));
    const from = newFile(posix.basename(at), entry);
    return copied(state, (root) => copyFs(root, { from, kind: "file", to: `/${at}` }));
  },
  withNewDirectory: (state, { path, permissions }) => {
    if (posix.normalize(path).startsWith("..")) throw new Error(`${path} is outside of the directory`);
    const folder: Entry = { kind: "folder", mode: permissions & 0o777 || 0o755 };
    const [tree, at] = [known(state, "withNewDirectory"), placeIn(path)];
    return tree.get(at)?.kind === "folder" ? state : directoryOf(put(tree, at, folder, folder));
  },
  withDirectory: async (state, { path, source }, { graph }): Promise<Location> => {
    const from = await graph.load<Location>(source, "Directory");
    return copied(state, (root) => copyFs(root, { from, kind: "folder", to: `/${inside(path)}` }));
  },
  withFile: async (state, { path, source }, { graph }): Promise<Location> => {
    const file = await graph.load<FileState>(source, "File");
    const to = `/${inside(path.endsWith("/") ? path + file.name : path)}`;
    return copied(state, (root) => copyFs(root, { from: file.at, kind: "file", to }));
  },
  filter: (state, patterns) => directoryOf(select(known(state, "filter"), patterns)),
  withTimestamps: (state, { timestamp }) => {
    // What is known on this side has that one.
    if (timestamp !== seconds)
      throw notServed("Directory", `withTimestamps(${timestamp}), another one than ${seconds},`);
    return directoryOf(known(state, "withTimestamps"));
  },

  directory: (state, { path }) => directoryAt(state, path),
  file: (state, { path }): FileState => {
    const [name, at] = [posix.basename(path), below(state, path)];
    // By itself: what it is does not change with what lies beside it.
    const entry = knownFile(at);
    return { name, at: entry ? newFile(name, entry) : at };
  },

  sync: async (state, _, session) => {
    if (!treeOf(state)) await buildStage(session, state.fs);
  },
  entries: async (state, { path }, session) => {
    const folder = directoryAt(state, path ?? "");
    const tree = treeOf(folder);
    return tree ? listing(topLevel(tree)) : listFolder(session, folder);
  },
  glob: (state, { pattern }) => {
    const matches = readGlob(pattern);
    return listing(known(state, "glob")).filter((path) => matches(path.replace(/\/$/, "")));
  },
  export: async (state, { path, wipe }, session) => {
    const to = resolve(path);
    for (const name of wipe && existsSync(to) ? readdirSync(to) : []) rmSync(join(to, name), { recursive: true });
    await exportFolder(session, state, to);
    return to;
  },
};
