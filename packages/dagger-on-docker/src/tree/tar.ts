import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { type Pack, pack } from "tar-stream";
import { pieces } from "./content.ts";
import { type Tree, walked } from "./tree.ts";

/** The time of all files, since 1970: they are root's and of one time, so that equal trees are equal archives. */
export const seconds = 1;
const mtime = new Date(seconds * 1000);

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
  if (tree.size === 0) archive.entry({ name: "./", type: "directory", mtime });
  for (const [name, entry] of walked(tree)) {
    if (entry.kind === "folder") archive.entry({ name, type: "directory", mode: entry.mode, mtime });
    else if (entry.kind === "link")
      archive.entry({ name, type: "symlink", linkname: entry.target, mode: 0o777, mtime });
    else {
      const { mode, bytes } = entry;
      await pipeline(pieces(bytes), archive.entry({ name, mode, mtime, size: bytes.length }));
    }
  }
  archive.finalize();
}
