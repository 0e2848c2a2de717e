import { buffer } from "node:stream/consumers";
import { extract, type Header, type Pack } from "tar-stream";
import { expect, test } from "vitest";
import { tarOf, writeTar } from "./tar.ts";
import { type Entry, fileEntry, type Tree } from "./tree.ts";

const tree: Tree = new Map<string, Entry>([
  ["d", { kind: "folder", mode: 0o711 }],
  ["d/żó 🎉.txt", fileEntry(Buffer.from([0, 255, 10]), 0o640)],
  ["l", { kind: "link", target: "d" }],
  [`${"long/".repeat(40)}name`, fileEntry(Buffer.alloc(0))],
]);

/** What an archive says, entry by entry. */
async function read(archive: Pack): Promise<[Partial<Header>, Buffer][]> {
  const entries: [Partial<Header>, Buffer][] = [];
  for await (const entry of archive.pipe(extract())) entries.push([entry.header, await buffer(entry)]);
  return entries;
}

test("an archive has paths, modes, links and contents; all of it is root's, and of one time", async () => {
  const owned = { uid: 0, gid: 0, mtime: new Date(1000) };
  expect(await read(tarOf(tree))).toMatchObject([
    [{ ...owned, name: "d", type: "directory", mode: 0o711 }, Buffer.alloc(0)],
    [{ ...owned, name: "d/żó 🎉.txt", type: "file", mode: 0o640 }, Buffer.from([0, 255, 10])],
    [{ ...owned, name: "l", type: "symlink", linkname: "d" }, Buffer.alloc(0)],
    [{ ...owned, name: `${"long/".repeat(40)}name`, type: "file", mode: 0o644, size: 0 }, Buffer.alloc(0)],
  ]);
});

test("a tree without files is an archive all the same", async () => {
  expect((await read(tarOf(new Map()))).map(([{ name, type }]) => [name, type])).toEqual([["./", "directory"]]);
});

test("the same tree is the same archive, whatever the order", async () => {
  const reversed = new Map([...tree].reverse());
  expect((await writeTar(reversed)).equals(await writeTar(tree))).toBe(true);
});

test("a file that is gone ends the archive with an error, and not as if it were whole", async () => {
  const gone = fileEntry({ path: "/nowhere/at/all", length: 1 });
  await expect(writeTar(new Map([["f", gone]]))).rejects.toThrow("/nowhere/at/all");
});
