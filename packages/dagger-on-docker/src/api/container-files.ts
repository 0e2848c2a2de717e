import { posix } from "node:path";
import { copyFs, type Location, type Mount, removeFs, treeFs } from "../build/fs.ts";
import { type Args, notServed, type Resolver } from "../graph.ts";
import type { Session } from "../session.ts";
import { removeMatching } from "../tree/edit.ts";
import { emptyTree, put } from "../tree/tree.ts";
import {
  absolute,
  type ContainerState,
  change,
  expand,
  locate,
  mounted,
  mountOver,
  rootAt,
} from "./container-state.ts";
import { type DirectoryState, filtered, locationOf, treeOf } from "./directory.ts";
import { type FileState, fileLocation } from "./file.ts";
import { ownerIds } from "./owner.ts";
import { exists, lookIn, statAt } from "./stat.ts";

type Field = Resolver<Session, ContainerState>;

/** The argument `path` in full, expanded where asked. */
function target(state: ContainerState, { path, expand: wanted }: Args): string {
  return absolute(state, wanted ? expand(path, state.env) : path);
}

const permission = ({ permissions }: Args) =>
  permissions === null || permissions === undefined ? {} : { mode: permissions & 0o777 };

/** The argument `owner` as numbers; names are those of the container. */
async function owned(args: Args, state: ContainerState, session: Session): Promise<{ owner?: string }> {
  if (!args.owner) return {};
  return {
    owner: await ownerIds(session, state.fs, args.expand ? expand(args.owner, state.env) : args.owner),
  };
}

const withNewFile: Field = async (state, args, session) => {
  const path = target(state, args);
  const name = posix.basename(path);
  const { contents, permissions = 0o644 } = args;
  const tree = put(emptyTree, name, {
    kind: "file",
    mode: permissions & 0o777,
    bytes: Buffer.from(contents),
    uid: 0,
    gid: 0,
  });
  const from = { fs: treeFs(tree), path: `/${name}` };
  const owner = await owned(args, state, session);
  return change(state, path, (fs, to) => copyFs(fs, { from, kind: "file", to, name, ...owner }));
};

const withDirectory: Field = async (state, args, session) => {
  const path = target(state, args);
  const given = await session.graph.load<DirectoryState>(args.source, "Directory");
  const from = locationOf(await filtered(session, given, args));
  const owner = await owned(args, state, session);
  return change(state, path, (fs, to) => copyFs(fs, { from, kind: "folder", to, ...owner }), "folder");
};

/** A file copied under a name, or with a slash at the end of the path, into a folder. */
async function copyFile(
  state: ContainerState,
  args: Args,
  id: string,
  session: Session,
  into = args.path.endsWith("/"),
): Promise<ContainerState> {
  const file = await session.graph.load<FileState>(id, "File");
  const path = into ? posix.join(target(state, args), file.name) : target(state, args);
  const from = fileLocation(file);
  const owner = await owned(args, state, session);
  return change(state, path, (fs, to) =>
    copyFs(fs, { from, kind: "file", to, name: file.name, ...owner, ...permission(args) }),
  );
}

async function mount(
  state: ContainerState,
  args: Args,
  session: Session,
  kind: "folder" | "file",
  from: Location,
): Promise<ContainerState> {
  const at = absolute(state, args.expand ? expand(args.path, state.env) : args.path);
  return mounted(state, {
    target: at,
    kind,
    from,
    ...(await owned(args, state, session)),
    ...(args.readOnly && { readOnly: true }),
  });
}

const sharings = { SHARED: "shared", PRIVATE: "private", LOCKED: "locked" } as const;

const withMountedCache: Field = async (state, args, session) => {
  const { cache, source, sharing } = args;
  const { key } = await session.graph.load<{ key: string }>(cache, "CacheVolume");
  const from = source ? { from: locationOf(await session.graph.load<DirectoryState>(source, "Directory")) } : {};
  const mode = sharings[(sharing ?? "SHARED") as keyof typeof sharings];
  // A locked cache is another one than a shared one of the same key: so it is on the engine.
  const id = mode === "locked" ? `${key}-locked` : key;
  const next: Mount = {
    target: target(state, args),
    kind: "cache",
    key: id,
    sharing: mode,
    ...from,
    ...(await owned(args, state, session)),
  };
  return mounted(state, next);
};

async function remove(
  state: ContainerState,
  args: Args,
  paths: readonly string[],
  session: Session,
): Promise<ContainerState> {
  let next = state;
  for (const path of paths) next = await removeOne(next, target(next, { ...args, path }), session);
  return next;
}

async function removeOne(state: ContainerState, path: string, session: Session): Promise<ContainerState> {
  if (path === "/") throw notServed("Container", "withoutDirectory of all files");
  const over = mountOver(state, path);
  if (!over) return { ...state, fs: removeFs(state.fs, [path]) };
  if (over.target === path || over.kind === "file") {
    return removeOne({ ...state, mounts: state.mounts.filter((mount) => mount !== over) }, path, session);
  }
  const left = removeMatching(await treeOf(session, { at: over.from }), [posix.relative(over.target, path)]);
  const mount: Mount = { ...over, from: { fs: treeFs(left), path: "/" } };
  return { ...state, mounts: state.mounts.map((other) => (other === over ? mount : other)) };
}

const withoutMount: Field = (state, args) => ({
  ...state,
  mounts: state.mounts.filter(({ target: at }) => at !== target(state, args)),
});

/** The fields of Container that read and write its files and mounts. */
export const containerFiles: { [field: string]: Field } = {
  withNewFile,
  withDirectory,
  withFile: (state, args, session) => copyFile(state, args, args.source, session),
  withFiles: async (state, args, session) => {
    let next = state;
    for (const id of args.sources) next = await copyFile(next, args, id, session, true);
    return next;
  },
  withSymlink: async (state, args, session) => {
    const path = target(state, { ...args, path: args.linkName });
    const { itself } = await lookIn(session, { at: locate(state, path) }, ".");
    if (itself) throw new Error(`symlink ${args.target} <mount>${path}: file exists`);
    const tree = put(emptyTree, posix.basename(path), { kind: "link", target: args.target, uid: 0, gid: 0 });
    const from = { fs: treeFs(tree), path: "/" };
    return change(state, path, (fs, to) => copyFs(fs, { from, kind: "folder", to: posix.dirname(to) }));
  },
  withoutFile: (state, args, session) => remove(state, args, [args.path], session),
  withoutFiles: (state, args, session) => remove(state, args, args.paths, session),
  withoutDirectory: (state, args, session) => remove(state, args, [args.path], session),

  withMountedDirectory: async (state, args, session) =>
    mount(
      state,
      args,
      session,
      "folder",
      locationOf(await session.graph.load<DirectoryState>(args.source, "Directory")),
    ),
  withMountedFile: async (state, args, session) =>
    mount(state, args, session, "file", fileLocation(await session.graph.load<FileState>(args.source, "File"))),
  withMountedCache,
  withMountedTemp: (state, args) =>
    mounted(state, { target: target(state, args), kind: "tmpfs", ...(args.size && { size: args.size }) }),
  withMountedSecret: async (state, args, session) => {
    const secret = await session.secrets.load(session, args.source);
    return mounted(state, {
      target: target(state, args),
      kind: "secret",
      secret,
      mode: args.mode ?? 0o400,
      ...(await owned(args, state, session)),
    });
  },
  withUnixSocket: async (state, args, session) => {
    const { path } = await session.graph.load<{ path: string }>(args.source, "Socket");
    return mounted(state, {
      target: target(state, args),
      kind: "socket",
      path,
      ...(await owned(args, state, session)),
    });
  },
  withoutMount,
  withoutUnixSocket: withoutMount,
  mounts: ({ mounts }) => mounts.filter(({ kind }) => !/^(secret|socket)$/.test(kind)).map(({ target: at }) => at),

  rootfs: ({ fs }): DirectoryState => ({ at: { fs, path: "/" } }),
  withRootfs: async (state, { directory }, session) => ({
    ...state,
    fs: rootAt(locationOf(await session.graph.load<DirectoryState>(directory, "Directory"))),
  }),
  exists: (state, args, session) => exists(session, { at: locate(state, target(state, args)) }, { ...args, path: "." }),
  stat: (state, args, session) =>
    statAt(session, { at: locate(state, target(state, args)) }, ".", args.doNotFollowSymlinks, target(state, args)),

  directory: (state, args): DirectoryState => ({ at: locate(state, target(state, args)) }),
  file: (state, args): FileState => ({
    name: posix.basename(target(state, args)),
    at: locate(state, target(state, args)),
  }),
};
