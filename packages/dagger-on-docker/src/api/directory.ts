import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import { buildStage, exportFolder, listFolder } from "../build/build.ts";
import { copyFs, type Fs, type Location, newFile, scratch, treeFs } from "../build/fs.ts";
import { notServed, type Resolver } from "../graph.ts";
import type { Session } from "../session.ts";
import { select } from "../tree/gitignore.ts";
import { readGlob } from "../tree/patterns.ts";
import { seconds } from "../tree/tar.ts";
import { type Entry, fileEntry, inside, listing, put, subtree, type Tree } from "../tree/tree.ts";
import { type FileState, fileLocation } from "./file.ts";

/** A directory as a value: what is selected of a folder of this machine, or where Docker has it. */
export type DirectoryState = { readonly tree: Tree } | { readonly at: Location };

type Field = Resolver<Session, DirectoryState>;

/** Where Docker finds a directory. */
export function locationOf(state: DirectoryState): Location {
  return "at" in state ? state.at : { fs: treeFs(state.tree), path: "/" };
}

/** Where Docker finds what is at a path of a directory. */
function below(state: DirectoryState, path: string): Location {
  const { fs, path: top } = locationOf(state);
  return { fs, path: posix.join(top, inside(path)) };
}

/** The place of what is made in a directory. */
function placeIn(path: string): string {
  const at = inside(path);
  if (!at) throw new Error(`${JSON.stringify(path)} is the directory itself: name a path in it`);
  if (at.split("/").some((name) => Buffer.byteLength(name) > 255))
    throw new Error(`${at.slice(0, 60)}… has a name of more than 255 bytes: choose a shorter one`);
  return at;
}

/** The files of a directory that are known on this side: of others, BuildKit lays over and takes out alone. */
function known(state: DirectoryState, field: string): Tree {
  if ("tree" in state) return state.tree;
  throw notServed("Directory", `${field} of what a container left or was laid over another`);
}

/** Lays files over those of a directory, as COPY does. */
function copied(state: DirectoryState, copy: (root: Fs) => Fs): DirectoryState {
  const { fs, path } = locationOf(state);
  const root = path === "/" ? fs : copyFs(scratch, { from: { fs, path }, kind: "folder", to: "/" });
  return { at: { fs: copy(root), path: "/" } };
}

function directoryAt(state: DirectoryState, path: string): DirectoryState {
  const at = inside(path);
  if (at === "") return state;
  if ("tree" in state && state.tree.get(at)?.kind === "folder") return { tree: subtree(state.tree, at) };
  return { at: below(state, path) };
}

const topLevel = (tree: Tree): Tree => new Map([...tree].filter(([path]) => !path.includes("/")));

export const directoryFields: { [field: string]: Field } = {
  withNewFile: (state, { path, contents, permissions }): DirectoryState => {
    const entry = fileEntry(Buffer.from(contents), permissions & 0o777 || 0o644);
    const at = placeIn(path);
    if ("tree" in state) return { tree: put(state.tree, at, entry) };
    const from = newFile(posix.basename(at), entry);
    return copied(state, (root) => copyFs(root, { from, kind: "file", to: `/${at}` }));
  },
  withNewDirectory: (state, { path, permissions }) => {
    if (posix.normalize(path).startsWith("..")) throw new Error(`${path} is outside of the directory`);
    const folder: Entry = { kind: "folder", mode: permissions & 0o777 || 0o755 };
    const [tree, at] = [known(state, "withNewDirectory"), placeIn(path)];
    return { tree: tree.get(at)?.kind === "folder" ? tree : put(tree, at, folder, folder) };
  },
  withDirectory: async (state, { path, source }, { graph }): Promise<DirectoryState> => {
    const from = locationOf(await graph.load<DirectoryState>(source, "Directory"));
    return copied(state, (root) => copyFs(root, { from, kind: "folder", to: `/${inside(path)}` }));
  },
  withFile: async (state, { path, source }, { graph }): Promise<DirectoryState> => {
    const file = await graph.load<FileState>(source, "File");
    const to = `/${inside(path.endsWith("/") ? path + file.name : path)}`;
    return copied(state, (root) => copyFs(root, { from: fileLocation(file), kind: "file", to }));
  },
  filter: (state, { include, exclude, gitignore }) => ({
    tree: select(known(state, "filter"), { include, exclude, gitignore }),
  }),
  withTimestamps: (state, { timestamp }) => {
    // What is known on this side has that one.
    if (timestamp !== seconds)
      throw notServed("Directory", `withTimestamps(${timestamp}), another one than ${seconds},`);
    return { tree: known(state, "withTimestamps") };
  },

  directory: (state, { path }) => directoryAt(state, path),
  file: (state, { path }): FileState => {
    const name = posix.basename(path);
    const entry = "tree" in state ? state.tree.get(inside(path)) : undefined;
    return entry?.kind === "file" ? { name, entry } : { name, at: below(state, path) };
  },

  sync: async (state, _, session) => {
    if ("at" in state) await buildStage(session, state.at.fs);
  },
  entries: async (state, { path }, session) => {
    const folder = directoryAt(state, path ?? "");
    if ("tree" in folder) return listing(topLevel(folder.tree));
    return listFolder(session, folder.at);
  },
  glob: (state, { pattern }) => {
    const matches = readGlob(pattern);
    return listing(known(state, "glob")).filter((path) => matches(path.replace(/\/$/, "")));
  },
  export: async (state, { path, wipe }, session) => {
    const to = resolve(path);
    for (const name of wipe && existsSync(to) ? readdirSync(to) : []) rmSync(join(to, name), { recursive: true });
    await exportFolder(session, locationOf(state), to);
    return to;
  },
};
