import { expect, test } from "vitest";
import { directoryOf, type Location, newFile, scratch } from "../build/fs.ts";
import type { Args } from "../graph.ts";
import type { Session } from "../session.ts";
import { emptyTree, fileEntry, listing, put, type Tree } from "../tree/tree.ts";
import { directoryFields } from "./directory.ts";

const ask = async (tree: Tree, field: string, args: Args): Promise<unknown> =>
  directoryFields[field]?.(directoryOf(tree), args, {} as Session);
const made = async (tree: Tree, field: string, args: Args): Promise<Tree> => {
  const { fs, path } = (await ask(tree, field, args)) as Location;
  if (fs.kind !== "tree" || path !== "/") throw new Error("its files are not known on this side");
  return fs.tree;
};
const file = (path: string, text: string, tree = emptyTree): Tree => put(tree, path, fileEntry(Buffer.from(text)));
const link = (path: string, target: string, tree: Tree): Tree => put(tree, path, { kind: "link", target });
const left: Location = { fs: scratch, path: "/x" };
const text = { contents: "2", permissions: 0o600 };

test("a new file has the mode asked for, and is inside of the directory", async () => {
  const first = await made(emptyTree, "withNewFile", { path: "../f", ...text });
  expect([...first]).toEqual([["f", fileEntry(Buffer.from("2"), 0o600)]]);
});

test("a file is put to those that are known on this side, and laid by BuildKit over those that Docker has", async () => {
  expect(listing(await made(file("f", "1"), "withNewFile", { path: "../d/g", ...text }))).toEqual(["d/", "d/g", "f"]);
  expect(await directoryFields.withNewFile?.(left, { path: "d/g", ...text }, {} as Session)).toMatchObject({
    path: "/",
    fs: { kind: "copy", copy: { to: "/d/g" } },
  });
});

test("a name is as long as a file system takes it, in bytes", async () => {
  const named = (name: string) => made(emptyTree, "withNewFile", { path: `d/${name}`, ...text });
  expect((await named("é".repeat(127))).size).toBe(2);
  await expect(named("é".repeat(128))).rejects.toThrow("of more than 255 bytes: choose a shorter one");
});

test.each(["", "/", "a/.."])("a new file does not take the place of the directory itself: %j", async (path) => {
  await expect(ask(emptyTree, "withNewFile", { path, ...text })).rejects.toThrow("is the directory itself");
});

test("a new folder's mode is that of the folders above that are made for it; one that is there stays", async () => {
  const folder = { path: "a/b", permissions: 0o700 };
  const tree = await made(emptyTree, "withNewDirectory", folder);
  expect([...tree.values()]).toEqual([1, 2].map(() => ({ kind: "folder", mode: 0o700 })));
  expect(await made(tree, "withNewDirectory", { ...folder, permissions: 0o711 })).toEqual(tree);
  await expect(ask(emptyTree, "withNewDirectory", { ...folder, path: "../x" })).rejects.toThrow("outside");
});

test("of the times there is the one that all files have here", async () => {
  expect(await made(file("f", "1"), "withTimestamps", { timestamp: 1 })).toEqual(file("f", "1"));
  await expect(ask(file("f", "1"), "withTimestamps", { timestamp: 2 })).rejects.toThrow(
    "is not served on Docker alone",
  );
});

test("a filter leaves what it includes", async () => {
  const wanted = { include: ["*.ts"], exclude: [], gitignore: false };
  expect(listing(await made(file("a.ts", "", file("b", "")), "filter", wanted))).toEqual(["a.ts"]);
});

test.each([
  ["withNewDirectory", { path: "a", permissions: 0o755 }],
  ["withTimestamps", { timestamp: 1 }],
  ["filter", {}],
  ["glob", { pattern: "**" }],
])("%s is for files that are known on this side", (field, args) => {
  const asked = () => directoryFields[field]?.(left, args, {} as Session);
  expect(asked).toThrow(`Directory.${field} of what a container left`);
});

test("what is found as it is spelled is known on this side; a link is BuildKit's to follow", async () => {
  const tree = link("l", "a", file("a/f", "1"));
  expect(await made(tree, "directory", { path: "a/" })).toEqual(file("f", "1"));
  expect(await ask(tree, "file", { path: "a/f" })).toEqual({
    name: "f",
    at: newFile("f", fileEntry(Buffer.from("1"))),
  });
  expect(await ask(tree, "directory", { path: "l" })).toMatchObject({ path: "/l" });
  expect(await ask(tree, "file", { path: "l/f" })).toMatchObject({ name: "f", at: { path: "/l/f" } });
});

test("entries are the names at the top, folders with a slash", async () => {
  expect(await ask(file("b", "", file("a/f", "1")), "entries", {})).toEqual(["a/", "b"]);
  expect(await ask(file("a/f", "1"), "entries", { path: "a" })).toEqual(["f"]);
});

test("a glob is asked of whole paths", async () => {
  const tree = file("a/x.ts", "", file("b.ts", ""));
  expect(await ask(tree, "glob", { pattern: "*.ts" })).toEqual(["b.ts"]);
  expect(await ask(tree, "glob", { pattern: "**" })).toEqual(["a/", "a/x.ts", "b.ts"]);
});
