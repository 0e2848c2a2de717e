import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { extract, type Header, type Pack, pack } from "tar-stream";
import { type Content, pieces } from "./content.ts";
import { type Entry, inside, type Tree, walked } from "./tree.ts";

/** 1 January 1970, 00:00:01: files carry no time unless a pipeline sets one, so that equal trees are equal archives. */
const fixedTime = 1;

/** Writes a tree as a tar archive; the same tree gives the same bytes. */
export function writeTar(tree: Tree): Promise<Buffer> {
  return buffer(tarOf(tree));
}

/** The same, as it is being made: no more of it is held than what is read at the moment. */
export function tarOf(tree: Tree): Pack {
  const archive = pack();
  fill(archive, tree).catch((error: Error) => archive.destroy(error));
  return archive;
}

async function fill(archive: Pack, tree: Tree): Promise<void> {
  // An archive of nothing would be taken for a file of any kind.
  if (tree.size === 0) archive.entry({ name: "./", type: "directory", mtime: new Date(fixedTime * 1000) });
  for (const [name, entry] of walked(tree)) {
    const { uid, gid } = entry;
    const mtime = new Date((entry.mtime ?? fixedTime) * 1000);
    if (entry.kind === "file") await addFile(archive, { name, mode: entry.mode, uid, gid, mtime }, entry.bytes);
    else if (entry.kind === "folder") archive.entry({ name, type: "directory", mode: entry.mode, uid, gid, mtime });
    else archive.entry({ name, type: "symlink", linkname: entry.target, mode: 0o777, uid, gid, mtime });
  }
  archive.finalize();
}

async function addFile(archive: Pack, header: Partial<Header> & { name: string }, content: Content): Promise<void> {
  if (Buffer.isBuffer(content)) archive.entry(header, content);
  else await pipeline(pieces(content), archive.entry({ ...header, size: content.length }));
}

/** Reads a tar archive, as Docker exports a file system. Devices and sockets are left out. */
export async function readTar(bytes: Buffer): Promise<Tree> {
  const tree = new Map<string, Entry>();
  const archive = extract();
  Readable.from([bytes]).pipe(archive);
  for await (const entry of archive) {
    const { name, type, mode = 0o644, uid = 0, gid = 0, linkname, mtime } = entry.header;
    const path = inside(name);
    const owned = { uid, gid, ...(mtime && { mtime: Math.floor(mtime.getTime() / 1000) }) };
    const data = await buffer(entry);
    if (!path) continue;
    if (type === "directory") tree.set(path, { kind: "folder", mode: mode & 0o7777, ...owned });
    else if (type === "symlink") tree.set(path, { kind: "link", target: linkname ?? "", ...owned });
    else if (type === "link") copyHardLink(tree, path, inside(linkname ?? ""));
    else if (type === "file") tree.set(path, { kind: "file", mode: mode & 0o7777, bytes: data, ...owned });
  }
  return tree;
}

function copyHardLink(tree: Map<string, Entry>, path: string, target: string): void {
  const entry = tree.get(target);
  if (entry) tree.set(path, entry);
}
