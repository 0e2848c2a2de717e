import { posix } from "node:path";
import { lookAt } from "../build/build.ts";
import { type Args, notServed, type Resolver } from "../graph.ts";
import type { Session } from "../session.ts";
import type { Looked, Thing } from "../shim/protocol.ts";
import { baseOf, destination, type Entry, inside, placeIn, resolve, type Tree } from "../tree/tree.ts";
import type { DirectoryState } from "./directory.ts";

/** What stands at a path of a directory: looked up in its files, or asked of Docker without fetching them. */
export async function lookIn(session: Session, state: DirectoryState, path: string): Promise<Looked> {
  if ("at" in state) return lookAt(session, { fs: state.at.fs, path: posix.join(state.at.path, path) });
  const [followed, itself] = [true, false].map((follow) => thingIn(state.tree, path, follow));
  return { ...(followed && { followed }), ...(itself && { itself }) };
}

function thingIn(tree: Tree, path: string, follow: boolean): Thing | undefined {
  destination(tree, path, follow);
  const at = resolve(tree, path, follow);
  const entry: Entry | undefined = at === undefined ? undefined : tree.get(at);
  if (at === "") return { name: "/", kind: "folder", size: 0, mode: 0o755 };
  if (at === undefined || !entry) return undefined;
  const size = entry.kind === "file" ? entry.bytes.length : entry.kind === "link" ? Buffer.byteLength(entry.target) : 0;
  return { name: baseOf(at), kind: entry.kind, size, mode: entry.kind === "link" ? 0o777 : entry.mode & 0o777 };
}

const kinds = { REGULAR_TYPE: "file", DIRECTORY_TYPE: "folder", SYMLINK_TYPE: "link" } as const;

/** Whether something, of a kind where one is asked for, stands at a path. */
export async function exists(session: Session, state: DirectoryState, args: Args): Promise<boolean> {
  const { path, expectedType, doNotFollowSymlinks } = args;
  if (path === "") return false;
  const { followed, itself } = await lookIn(session, state, path);
  // Asked for a link, the engine looks at the link itself.
  const thing = doNotFollowSymlinks || expectedType === "SYMLINK_TYPE" ? itself : followed;
  return thing !== undefined && (!expectedType || thing.kind === kinds[expectedType as keyof typeof kinds]);
}

/**
 * What stands at a path.
 *
 * @param shown the path as errors name it
 * @throws where nothing does
 */
export async function statAt(
  session: Session,
  state: DirectoryState,
  path: string,
  itself = false,
  shown = "at" in state ? posix.join(state.at.path, path) : `/${placeIn(state.tree, path)}`,
): Promise<Thing> {
  const looked = await lookIn(session, state, path);
  const thing = itself ? looked.itself : looked.followed;
  if (!thing) throw new Error(`${itself ? "lstat" : "stat"} ${shown}: no such file or directory`);
  return thing.name.startsWith(".dagger") ? { ...thing, name: baseOf(inside(shown)) || "/" } : thing;
}

const fileTypes = { file: "REGULAR", folder: "DIRECTORY", link: "SYMLINK", other: "UNKNOWN" } as const;

/** Fields of Stat. */
export const statFields: { [field: string]: Resolver<Session, Thing> } = {
  name: ({ name }) => name,
  fileType: ({ kind }) => fileTypes[kind],
  permissions: ({ mode }) => mode,
  size: ({ kind, size }) => {
    // A folder's size is its file system's own business.
    if (kind === "folder") throw notServed("Stat", "size of a folder");
    return size;
  },
};
