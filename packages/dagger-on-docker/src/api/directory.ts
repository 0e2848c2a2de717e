import { posix } from "node:path";
import { buildStage, readFolder } from "../build/build.ts";
import { copyFs, type Location, treeFs } from "../build/fs.ts";
import type { Args, Resolver } from "../graph.ts";
import type { Session } from "../session.ts";
import {
  difference,
  folderIn,
  isFolder,
  newFile,
  newFolder,
  newLink,
  owned,
  ownership,
  removeMatching,
  withTimes,
} from "../tree/edit.ts";
import { withoutIgnored } from "../tree/gitignore.ts";
import { writeHostFolder } from "../tree/host.ts";
import { readGlob } from "../tree/patterns.ts";
import {
  baseOf,
  byName,
  destination,
  emptyTree,
  filter,
  inside,
  listing,
  merge,
  parentOf,
  placeIn,
  put,
  resolve,
  type Tree,
  treeDigest,
  walking,
} from "../tree/tree.ts";
import { rootAt } from "./container-state.ts";
import { type FileState, fileEntry, fileLocation } from "./file.ts";
import { exists, lookIn, statAt } from "./stat.ts";

/** A directory as a value: its files, where they are known on this side; else where Docker has them. */
export type DirectoryState = { readonly tree: Tree; readonly name?: string } | { readonly at: Location };

type Field = Resolver<Session, DirectoryState>;

/** The files of a directory, read out of Docker where they are not known yet. */
export async function treeOf(session: Session, state: DirectoryState): Promise<Tree> {
  return "tree" in state ? state.tree : readFolder(session, state.at);
}

/** Where Docker finds a directory. */
export function locationOf(state: DirectoryState): Location {
  return "at" in state ? state.at : { fs: treeFs(state.tree), path: "/" };
}

/** What include and exclude leave of a directory; untouched where there is neither. */
export async function filtered(
  session: Session,
  state: DirectoryState,
  { include = [], exclude = [] }: Args,
): Promise<DirectoryState> {
  if (include.length === 0 && exclude.length === 0) return state;
  return { tree: filter(await treeOf(session, state), { include, exclude }) };
}

/** A field that changes files: on the known ones here, on others in Docker where it can, after reading them else. */
function changing(inTree: (tree: Tree, args: Args, session: Session) => Tree | Promise<Tree>): Field {
  return async (state, args, session): Promise<DirectoryState> => ({
    tree: await inTree(await treeOf(session, state), args, session),
  });
}

const mode = ({ permissions }: Args): { mode?: number } =>
  permissions === null || permissions === undefined ? {} : { mode: permissions & 0o777 };

async function withDirectory(state: DirectoryState, args: Args, session: Session): Promise<DirectoryState> {
  const given = await filtered(session, await session.graph.load<DirectoryState>(args.source, "Directory"), args);
  const at = inside(args.path);
  if ("at" in state || "at" in given) {
    const fs = rootAt(locationOf(state));
    return {
      at: {
        fs: copyFs(fs, {
          from: locationOf(given),
          kind: "folder",
          to: `/${at}`,
          ...(args.owner && { owner: args.owner }),
          ...mode(args),
        }),
        path: "/",
      },
    };
  }
  return {
    tree: merge(state.tree, destination(state.tree, at), given.tree, { ...ownership(args.owner), ...mode(args) }),
  };
}

async function withFile(
  state: DirectoryState,
  args: Args,
  session: Session,
  id = args.source,
  into = args.path.endsWith("/"),
): Promise<DirectoryState> {
  const file = await session.graph.load<FileState>(id, "File");
  const path = into ? posix.join(args.path, file.name) : args.path;
  if ("at" in state || "at" in file) {
    const copy = {
      from: fileLocation(file),
      kind: "file",
      to: `/${inside(path)}`,
      name: file.name,
      ...(args.owner && { owner: args.owner }),
      ...mode(args),
    } as const;
    return { at: { fs: copyFs(rootAt(locationOf(state)), copy), path: "/" } };
  }
  const there = resolve(state.tree, path);
  const place = there !== undefined && isFolder(state.tree, there) ? posix.join(there, file.name) : path;
  const at = destination(state.tree, place, false);
  return {
    tree: put(merge(state.tree, parentOf(at), emptyTree), at, {
      ...file.entry,
      ...ownership(args.owner),
      ...mode(args),
    }),
  };
}

const topLevel = (tree: Tree): Tree => new Map([...tree].filter(([path]) => !path.includes("/")));

/** Fields of Directory. */
export const directoryFields: { [field: string]: Field } = {
  withNewFile: changing((tree, { path, contents, permissions = 0o644 }) => newFile(tree, path, contents, permissions)),
  withNewDirectory: changing((tree, { path, permissions = 0o644 }) => newFolder(tree, path, permissions)),
  withDirectory,
  withFile: (state, args, session) => withFile(state, args, session),
  withFiles: async (state, args, session) => {
    let next = state;
    for (const id of args.sources) next = await withFile(next, args, session, id, true);
    return next;
  },
  withSymlink: changing((tree, { target, linkName }) => newLink(tree, linkName, target)),
  withoutFile: changing((tree, { path }) => removeMatching(tree, [path])),
  withoutFiles: changing((tree, { paths }) => removeMatching(tree, paths)),
  withoutDirectory: changing((tree, { path }) => {
    if (inside(path) === "") throw new Error("unlinkat <mount>: device or resource busy");
    return removeMatching(tree, [path]);
  }),
  filter: changing((tree, { include = [], exclude = [], gitignore }) =>
    filter(gitignore ? withoutIgnored(tree) : tree, { include, exclude }),
  ),
  withTimestamps: changing((tree, { timestamp }) => withTimes(tree, timestamp)),
  chown: changing((tree, { path, owner }) => owned(tree, path, owner)),
  withError: (state, { err }) => {
    if (err) throw new Error(err);
    return state;
  },

  directory: (state, { path }): DirectoryState => {
    if ("at" in state) return { at: { fs: state.at.fs, path: posix.join(state.at.path, inside(path)) } };
    const at = resolve(state.tree, path);
    if (at === undefined) throw new Error(`stat /${placeIn(state.tree, path)}: no such file or directory`);
    if (!isFolder(state.tree, at)) throw new Error(`path ${path} is a file, not a directory`);
    return { tree: folderIn(state.tree, path), name: inside(path) ? `${baseOf(inside(path))}/` : "/" };
  },
  file: (state, { path }): FileState => {
    const name = baseOf(inside(path));
    if (inside(path) === "") throw new Error(`path ${path} is a directory, not a file`);
    if ("at" in state) return { name, at: { fs: state.at.fs, path: posix.join(state.at.path, inside(path)) } };
    return { name, entry: fileEntry(state.tree, path) };
  },
  diff: async (state, { other }, session): Promise<DirectoryState> => {
    const before = await treeOf(session, state);
    const after = await treeOf(session, await session.graph.load<DirectoryState>(other, "Directory"));
    return { tree: difference(before, after) };
  },

  name: (state) => ("at" in state ? `${posix.basename(state.at.path)}/` : (state.name ?? "/")),
  sync: async (state, _, session) => {
    if ("at" in state) await buildStage(session, state.at.fs);
  },
  entries: async (state, { path }, session) => {
    if ("tree" in state) return listing(topLevel(folderIn(state.tree, path ?? "")));
    const { followed, names } = await lookIn(session, state, path ?? "");
    if (names) return [...names].sort(byName);
    const problem = followed ? "not a directory" : "no such file or directory";
    if (path) throw new Error(`open <mount>/${inside(path)}: ${problem}`);
    throw new Error(
      followed ? `path ${state.at.path} is a file, not a directory` : `stat ${state.at.path}: ${problem}`,
    );
  },
  glob: async (state, { pattern }, session) => {
    const matches = readGlob(pattern);
    return walking(new Map([...(await treeOf(session, state))].filter(([path]) => matches(path))));
  },
  exists: (state, args, session) => exists(session, state, args),
  stat: (state, { path, doNotFollowSymlinks }, session) => statAt(session, state, path, doNotFollowSymlinks),
  digest: async (state, _, session) => `sha256:${treeDigest(await treeOf(session, state))}`,
  export: async (state, { path, wipe }, session) => writeHostFolder(await treeOf(session, state), path, wipe),
  findUp: async (state, { name, start }, session) => {
    const tree = await treeOf(session, state);
    for (let at = inside(start); ; at = parentOf(at)) {
      const path = at ? `${at}/${name}` : name;
      if (tree.has(path)) return path;
      if (at === "") return null;
    }
  },
};
