import { createHash } from "node:crypto";
import { buildStage, readFile } from "../build/build.ts";
import { copyFs, type Location, treeFs } from "../build/fs.ts";
import { type Args, notServed, type Resolver } from "../graph.ts";
import type { Session } from "../session.ts";
import type { Thing } from "../shim/protocol.ts";
import { pieces, whole } from "../tree/content.ts";
import { writeHostFile } from "../tree/host.ts";
import { goText } from "../tree/text.ts";
import { emptyTree, type FileEntry, placeIn, put, resolve, type Tree } from "../tree/tree.ts";
import { rootAt } from "./container-state.ts";

/** A file as a value: known on this side, or where Docker has it. */
export type FileState = { readonly name: string } & ({ readonly entry: FileEntry } | { readonly at: Location });

type Field = Resolver<Session, FileState>;

/** A file in a tree; links are followed. */
export function fileEntry(tree: Tree, path: string): FileEntry {
  const at = resolve(tree, path);
  const entry = at === undefined ? undefined : tree.get(at);
  if (at === undefined) throw new Error(`stat /${placeIn(tree, path)}: no such file or directory`);
  if (entry?.kind !== "file") throw new Error(`path ${path} is a directory, not a file`);
  return entry;
}

/** Where Docker finds a file. */
export function fileLocation(file: FileState): Location {
  if ("at" in file) return file.at;
  return { fs: treeFs(put(emptyTree, file.name, file.entry)), path: `/${file.name}` };
}

async function entryOf(session: Session, file: FileState): Promise<FileEntry> {
  return "entry" in file ? file.entry : readFile(session, file.at);
}

function lines(text: string, { offsetLines = 0, limitLines }: Args): string {
  const all = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return all.slice(offsetLines ?? 0, limitLines ? (offsetLines ?? 0) + limitLines : undefined).join("");
}

function replaced(text: string, { search, replacement, all, firstFrom }: Args): string {
  if (search === "") throw notServed("File", "withReplaced with an empty search");
  if (all) return text.replaceAll(search, () => replacement);
  const places: number[] = [];
  for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, at + search.length)) places.push(at);
  const after = firstFrom
    ? places.filter((at) => text.slice(0, at).split("\n").length >= firstFrom).slice(0, 1)
    : places;
  if (after.length === 0) throw new Error("search string not found");
  if (after.length > 1)
    throw new Error(`search string found multiple times: ${after.map((at) => place(text, at, search)).join(", ")}`);
  const [at = 0] = after;
  return text.slice(0, at) + replacement + text.slice(at + search.length);
}

/** `line 2 (4-7)`: where a match stands in its line; the engine counts a line's first place to the line before. */
function place(text: string, at: number, search: string): string {
  const before = text.slice(0, Math.max(at - 1, 0));
  const start = before.lastIndexOf("\n") + 1;
  return `line ${before.split("\n").length} (${at - start}-${at - start + search.length})`;
}

/** Fields of File. */
export const fileFields: { [field: string]: Field } = {
  name: ({ name }) => name,
  contents: async (file, args, session) => {
    const text = goText(whole((await entryOf(session, file)).bytes));
    return args.offsetLines || args.limitLines ? lines(text, args) : text;
  },
  stat: async (file, _, session): Promise<Thing> => {
    const { bytes, mode } = await entryOf(session, file);
    return { name: file.name, kind: "file", size: bytes.length, mode: mode & 0o777 };
  },
  size: async (file, _, session) => (await entryOf(session, file)).bytes.length,
  digest: async (file, _, session) => {
    const hash = createHash("sha256");
    for (const piece of pieces((await entryOf(session, file)).bytes)) hash.update(piece);
    return `sha256:${hash.digest("hex")}`;
  },
  export: async (file, { path, allowParentDirPath }, session) =>
    writeHostFile(file.name, await entryOf(session, file), path, allowParentDirPath),
  withName: (file, { name }): FileState => {
    if ("entry" in file) return { ...file, name };
    return {
      name,
      at: {
        fs: copyFs(rootAt(file.at, "file"), { from: file.at, kind: "file", to: `/${name}` }),
        path: `/${name}`,
      },
    };
  },
  withTimestamps: async (file, { timestamp }, session): Promise<FileState> => ({
    name: file.name,
    entry: { ...(await entryOf(session, file)), mtime: timestamp },
  }),
  chown: async (file, { owner }, session): Promise<FileState> => {
    const [uid, gid = uid] = String(owner).split(":").map(Number);
    if (uid === undefined || gid === undefined || Number.isNaN(uid + gid))
      throw new Error(`failed to parse ownership ${owner}: open /etc/passwd: no such file or directory`);
    return { name: file.name, entry: { ...(await entryOf(session, file)), uid, gid } };
  },
  withReplaced: async (file, args, session): Promise<FileState> => {
    const entry = await entryOf(session, file);
    return {
      name: file.name,
      entry: { ...entry, bytes: Buffer.from(replaced(whole(entry.bytes).toString("utf8"), args)) },
    };
  },
  sync: async (file, _, session) => {
    if ("at" in file) await buildStage(session, file.at.fs);
  },
};
