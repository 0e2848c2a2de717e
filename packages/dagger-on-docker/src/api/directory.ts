import { posix } from "node:path";
import { buildStage, listFolder, readFolder } from "../build/build.ts";
import { copyFs, type Fs, type Location, newFile, scratch, treeFs } from "../build/fs.ts";
import { type Args, notServed, type Resolver } from "../graph.ts";
import type { Session } from "../session.ts";
import { withoutIgnored } from "../tree/gitignore.ts";
import { writeHostFolder } from "../tree/host.ts";
import { readGlob } from "../tree/patterns.ts";
import {
  byName,
  fileEntry,
  filter,
  folderEntry,
  inside,
  isPlain,
  listing,
  put,
  subtree,
  type Tree,
} from "../tree/tree.ts";
import { type FileState, fileLocation } from "./file.ts";

/** A directory as a value: its files, where they are known on this side; else where Docker has them. */
export type DirectoryState = { readonly tree: Tree } | { readonly at: Location };

type Field = Resolver<Session, DirectoryState>;

/** The files of a directory, read out of Docker where they are not known yet. */
async function treeOf(session: Session, state: DirectoryState): Promise<Tree> {
  return "tree" in state ? state.tree : readFolder(session, state.at);
}

/** Where Docker finds a directory. */
export function locationOf(state: DirectoryState): Location {
  return "at" in state ? state.at : { fs: treeFs(state.tree), path: "/" };
}

/** Where Docker finds what is at a path of a directory. */
function below(state: DirectoryState, path: string): Location {
  const { fs, path: top } = locationOf(state);
  return { fs, path: posix.join(top, inside(path)) };
}

/** A field that makes other files of those there are, which are read out of Docker for it. */
function changing(inTree: (tree: Tree, args: Args) => Tree): Field {
  return async (state, args, session): Promise<DirectoryState> => ({
    tree: inTree(await treeOf(session, state), args),
  });
}

/** The place of what is made in a tree. BuildKit alone follows links. */
function placeIn(tree: Tree, path: string): string {
  const at = inside(path);
  if (!at) throw new Error(`${JSON.stringify(path)} is the directory itself: name a path in it`);
  if (posix.basename(at).length > 255) throw new Error(`${path}: a name has 255 characters at most`);
  if (!isPlain(tree, at)) throw notServed("Directory", `changing ${path}, which a link or a file leads to,`);
  return at;
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
    if ("at" in state) {
      const from = newFile(posix.basename(path), entry);
      return copied(state, (root) => copyFs(root, { from, kind: "file", to: `/${inside(path)}` }));
    }
    const at = placeIn(state.tree, path);
    const there = state.tree.get(at);
    if (there?.kind === "folder") throw new Error(`open ${path}: is a directory`);
    // As open(2) does: a file that is there keeps its mode.
    return { tree: put(state.tree, at, there?.kind === "file" ? { ...there, bytes: entry.bytes } : entry) };
  },
  withNewDirectory: changing((tree, { path, permissions }) => {
    if (posix.normalize(path).startsWith("..")) throw new Error(`${path} is outside of the directory`);
    const at = placeIn(tree, path);
    const entry = { ...folderEntry, mode: permissions & 0o777 || 0o755 };
    return tree.get(at)?.kind === "folder" ? tree : put(tree, at, entry, entry);
  }),
  withDirectory: async (state, { path, source }, { graph }): Promise<DirectoryState> => {
    const from = locationOf(await graph.load<DirectoryState>(source, "Directory"));
    return copied(state, (root) => copyFs(root, { from, kind: "folder", to: `/${inside(path)}` }));
  },
  withFile: async (state, { path, source }, { graph }): Promise<DirectoryState> => {
    const file = await graph.load<FileState>(source, "File");
    const to = `/${inside(path.endsWith("/") ? path + file.name : path)}`;
    return copied(state, (root) => copyFs(root, { from: fileLocation(file), kind: "file", to }));
  },
  filter: changing((tree, { include, exclude, gitignore }) =>
    filter(gitignore ? withoutIgnored(tree) : tree, { include, exclude }),
  ),
  withTimestamps: changing(
    (tree, { timestamp }) =>
      new Map([...tree].map(([path, entry]) => [path, entry.kind === "link" ? entry : { ...entry, mtime: timestamp }])),
  ),

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
    return (await listFolder(session, folder.at)).sort(byName);
  },
  glob: async (state, { pattern }, session) => {
    const matches = readGlob(pattern);
    return listing(new Map([...(await treeOf(session, state))].filter(([path]) => matches(path))));
  },
  export: async (state, { path, wipe }, session) => writeHostFolder(await treeOf(session, state), path, wipe),
};
