import { expect, test } from "vitest";
import { readTar, writeTar } from "./tar.ts";
import type { Entry, Tree } from "./tree.ts";

const tree: Tree = new Map<string, Entry>([
  ["d", { kind: "folder", mode: 0o711, uid: 1, gid: 2 }],
  ["d/żó 🎉.txt", { kind: "file", mode: 0o640, bytes: Buffer.from([0, 255, 10]), uid: 3, gid: 4, mtime: 1000 }],
  ["l", { kind: "link", target: "d", uid: 0, gid: 0 }],
  [`${"long/".repeat(40)}name`, { kind: "file", mode: 0o644, bytes: Buffer.alloc(0), uid: 0, gid: 0 }],
]);

test("what is written is read back", async () => {
  const back = await readTar(await writeTar(tree));
  const timed = new Map([...tree].map(([path, entry]) => [path, { mtime: 1, ...entry }]));
  expect(back).toEqual(timed);
});

test("a tree without files is an archive all the same", async () => {
  const archive = await writeTar(new Map());
  expect(archive.subarray(257, 262).toString()).toBe("ustar");
  expect(await readTar(archive)).toEqual(new Map());
});

test("the same tree is the same archive, whatever the order", async () => {
  const reversed = new Map([...tree].reverse());
  expect((await writeTar(reversed)).equals(await writeTar(tree))).toBe(true);
});
