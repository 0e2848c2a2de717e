import { posix } from "node:path";
import { buildStage, readFolder } from "../build/build.ts";
import { copyFs, type Location, treeFs } from "../build/fs.ts";
import type { Args, Resolver } from "../graph.ts";
import type { Session } from "../session.ts";
import { writeHostFolder } from "../tree/host.ts";
import { readGlob } from "../tree/patterns.ts";
import {
  baseOf,
  type Entry,
  emptyTree,
  filter,
  folderEntry,
  inside,
  listing,
  merge,
  parentOf,
  put,
  remove,
  resolve,
  subtree,
  type Tree,
  treeDigest,
} from "../tree/tree.ts";
import { rootAt } from "./container-state.ts";
import { type FileState, fileEntry, fileLocation } from "./file.ts";

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

const root = { uid: 0, gid: 0 };

/** Numbers only: a directory has no /etc/passwd to look names up in. */
function ownership(owner: string | null | undefined): { uid?: number; gid?: number } {
  if (!owner) return {};
  const [uid, gid = uid] = owner.split(":");
  if (!/^\d+$/.test(uid ?? "") || !/^\d+$/.test(gid ?? ""))
    throw new Error(`failed to parse ownership ${owner}: open /etc/passwd: no such file or directory`);
  return { uid: Number(uid), gid: Number(gid) };
}

const mode = ({ permissions }: Args): { mode?: number } =>
  permissions === null || permissions === undefined ? {} : { mode: permissions & 0o777 };

function newFile(tree: Tree, { path, contents, permissions = 0o644 }: Args): Tree {
  const at = inside(path);
  if (at === "" || tree.get(at)?.kind === "folder") throw new Error(`open <mount>${at && `/${at}`}: is a directory`);
  return put(tree, at, { kind: "file", mode: permissions & 0o777, bytes: Buffer.from(contents), ...root });
}

function newFolder(tree: Tree, { path, permissions }: Args): Tree {
  if (posix.normalize(path).startsWith("..")) throw new Error(`cannot create directory outside parent: ${path}`);
  const at = inside(path);
  for (let above = parentOf(at); above; above = parentOf(above)) {
    if (tree.get(above)?.kind === "file") throw new Error(`lstat <mount>/${at}: not a directory`);
  }
  const entry = { ...folderEntry, mode: permissions ?? 0o644 };
  return tree.get(at)?.kind === "folder" ? tree : put(tree, at, entry, entry);
}

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
        }),
        path: "/",
      },
    };
  }
  return { tree: merge(state.tree, at, given.tree, { ...ownership(args.owner), ...mode(args) }) };
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
      ...(args.owner && { owner: args.owner }),
      ...mode(args),
    } as const;
    return { at: { fs: copyFs(rootAt(locationOf(state)), copy), path: "/" } };
  }
  const tree = merge(state.tree, parentOf(inside(path)), emptyTree);
  return { tree: put(tree, inside(path), { ...file.entry, ...ownership(args.owner), ...mode(args) }) };
}

/** Takes away what matches; a star never crosses a slash here, two of them neither. */
export function removeMatching(tree: Tree, paths: readonly string[]): Tree {
  const matching = paths.map((path) => readGlob(inside(path).replace(/\*+/g, "*")));
  const gone = [...tree].filter(([path]) => matching.some((matches) => matches(path)));
  return gone.reduce((left, [path]) => remove(left, path), tree);
}

/** A folder in a tree; links on the way are followed. */
function folderIn(tree: Tree, path: string): Tree {
  const at = resolve(tree, path);
  if (at === undefined) throw new Error(`open <mount>/${inside(path)}: no such file or directory`);
  if (at !== "" && tree.get(at)?.kind !== "folder") throw new Error(`open <mount>/${inside(path)}: not a directory`);
  const below = subtree(tree, at);
  below.delete("");
  return below;
}

const topLevel = (tree: Tree): Tree => new Map([...tree].filter(([path]) => !path.includes("/")));

const kinds = { REGULAR_TYPE: "file", DIRECTORY_TYPE: "folder", SYMLINK_TYPE: "link" } as const;

async function exists(
  state: DirectoryState,
  { path, expectedType, doNotFollowSymlinks }: Args,
  session: Session,
): Promise<boolean> {
  if (path === "") return false;
  const tree = await treeOf(session, state);
  const at = resolve(tree, path, !doNotFollowSymlinks);
  if (at === undefined) return false;
  if (!expectedType) return true;
  const kind = at === "" ? "folder" : tree.get(at)?.kind;
  const wanted = kinds[expectedType as keyof typeof kinds];
  // Asked to follow links and to find one, the engine looks at the link itself.
  if (wanted === "link" && !doNotFollowSymlinks) return tree.get(inside(path))?.kind === "link";
  return kind === wanted;
}

function differs(a: Entry | undefined, b: Entry): boolean {
  if (!a || a.kind !== b.kind) return true;
  return a.kind === "file" && b.kind === "file"
    ? !a.bytes.equals(b.bytes) || a.mode !== b.mode
    : a.kind === "link" && b.kind === "link" && a.target !== b.target;
}

/** What stands directly in a folder, as one text. */
const names = (tree: Tree, folder: string): string =>
  [...tree.keys()]
    .filter((path) => parentOf(path) === folder)
    .sort()
    .join("\n");

/** Fields of Directory. */
export const directoryFields: { [field: string]: Field } = {
  withNewFile: changing(newFile),
  withNewDirectory: changing(newFolder),
  withDirectory,
  withFile: (state, args, session) => withFile(state, args, session),
  withFiles: async (state, args, session) => {
    let next = state;
    for (const id of args.sources) next = await withFile(next, args, session, id, true);
    return next;
  },
  withSymlink: changing((tree, { target, linkName }) => put(tree, inside(linkName), { kind: "link", target, ...root })),
  withoutFile: changing((tree, { path }) => removeMatching(tree, [path])),
  withoutFiles: changing((tree, { paths }) => removeMatching(tree, paths)),
  withoutDirectory: changing((tree, { path }) => {
    if (inside(path) === "") throw new Error("unlinkat <mount>: device or resource busy");
    return removeMatching(tree, [path]);
  }),
  filter: changing((tree, { include = [], exclude = [] }) => filter(tree, { include, exclude })),
  withTimestamps: changing(
    (tree, { timestamp }) =>
      new Map([...tree].map(([path, entry]) => [path, entry.kind === "link" ? entry : { ...entry, mtime: timestamp }])),
  ),
  chown: changing((tree, { path, owner }) => {
    const at = inside(path);
    const ids = ownership(owner);
    return new Map(
      [...tree].map(([name, entry]) => [
        name,
        at === "" || name === at || name.startsWith(`${at}/`) ? { ...entry, ...ids } : entry,
      ]),
    );
  }),
  withError: (state, { err }) => {
    if (err) throw new Error(err);
    return state;
  },

  directory: (state, { path }): DirectoryState => {
    if ("at" in state) return { at: { fs: state.at.fs, path: posix.join(state.at.path, inside(path)) } };
    return { tree: folderIn(state.tree, path), name: `${baseOf(inside(path))}/` };
  },
  file: (state, { path }): FileState => {
    const name = baseOf(inside(path));
    if ("at" in state) return { name, at: { fs: state.at.fs, path: posix.join(state.at.path, inside(path)) } };
    return { name, entry: fileEntry(state.tree, path) };
  },
  diff: async (state, { other }, session): Promise<DirectoryState> => {
    const before = await treeOf(session, state);
    const after = await treeOf(session, await session.graph.load<DirectoryState>(other, "Directory"));
    const changed = [...after].filter(
      ([path, entry]) => differs(before.get(path), entry) || names(before, path) !== names(after, path),
    );
    return { tree: changed.reduce((tree, [path, entry]) => put(tree, path, entry), emptyTree) };
  },

  name: (state) => ("at" in state ? `${posix.basename(state.at.path)}/` : (state.name ?? "/")),
  sync: async (state, _, session) => {
    if ("at" in state) await buildStage(session, state.at.fs);
  },
  entries: async (state, { path }, session) => listing(topLevel(folderIn(await treeOf(session, state), path ?? ""))),
  glob: async (state, { pattern }, session) => {
    const matches = readGlob(pattern);
    return listing(new Map([...(await treeOf(session, state))].filter(([path]) => matches(path))));
  },
  exists,
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
