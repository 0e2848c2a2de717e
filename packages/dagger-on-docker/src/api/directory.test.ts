import { expect, test } from "vitest";
import type { Args } from "../graph.ts";
import type { Session } from "../session.ts";
import { emptyTree, fileEntry, listing, put, type Tree } from "../tree/tree.ts";
import { type DirectoryState, directoryFields } from "./directory.ts";

const ask = async (tree: Tree, field: string, args: Args): Promise<unknown> =>
  directoryFields[field]?.({ tree }, args, {} as Session);
const made = async (tree: Tree, field: string, args: Args): Promise<Tree> => {
  const state = (await ask(tree, field, args)) as DirectoryState;
  if (!("tree" in state)) throw new Error("its files are not known on this side");
  return state.tree;
};
const file = (path: string, text: string, tree = emptyTree): Tree => put(tree, path, fileEntry(Buffer.from(text)));
const link = (path: string, target: string, tree: Tree): Tree =>
  put(tree, path, { kind: "link", target, uid: 0, gid: 0 });
const text = { contents: "2", permissions: 0o600 };

test("a new file has the mode asked for; one that is there keeps its own", async () => {
  expect((await made(emptyTree, "withNewFile", { path: "f", ...text })).get("f")).toMatchObject({ mode: 0o600 });
  const changed = await made(file("f", "1"), "withNewFile", { path: "f", ...text });
  expect(changed.get("f")).toMatchObject({ mode: 0o644, bytes: Buffer.from("2") });
});

test("a path stays inside of the directory", async () => {
  expect(listing(await made(emptyTree, "withNewFile", { path: "../f", ...text }))).toEqual(["f"]);
});

test.each([
  ["the directory itself", "", '"" is the directory itself'],
  ["a folder", "a", "open a: is a directory"],
  ["a place below a file", "a/f/x", "Directory.changing a/f/x, which a link or a file leads to, is not served"],
  ["a place behind a link", "l/x", "Directory.changing l/x, which a link or a file leads to, is not served"],
  ["a name of 256 characters", "n".repeat(256), "a name has 255 characters at most"],
])("a new file does not take the place of %s", async (_, path, message) => {
  await expect(ask(link("l", "a", file("a/f", "1")), "withNewFile", { path, ...text })).rejects.toThrow(message);
});

test("a new folder's mode is that of those above; one that is there stays", async () => {
  const fresh = await made(emptyTree, "withNewDirectory", { path: "a/b", permissions: 0o700 });
  expect([...fresh.values()]).toMatchObject([{ mode: 0o700 }, { mode: 0o700 }]);
  const there = await made(file("a/f", "1"), "withNewDirectory", { path: "a", permissions: 0o711 });
  expect(there.get("a")).toMatchObject({ mode: 0o755 });
  await expect(ask(emptyTree, "withNewDirectory", { path: "../x", permissions: 0o755 })).rejects.toThrow("outside");
});

test("times are those of files and folders", async () => {
  const timed = await made(link("l", "a", file("a/f", "1")), "withTimestamps", { timestamp: 5 });
  expect([...timed].map(([path, { mtime }]) => [path, mtime])).toEqual([
    ["a", 5],
    ["a/f", 5],
    ["l", undefined],
  ]);
});

test("what is found as it is spelled is known on this side; a link is BuildKit's to follow", async () => {
  const tree = link("l", "a", file("a/f", "1"));
  expect(await made(tree, "directory", { path: "a/" })).toEqual(file("f", "1"));
  expect(await ask(tree, "file", { path: "a/f" })).toMatchObject({ name: "f", entry: { kind: "file" } });
  expect(await ask(tree, "directory", { path: "l" })).toMatchObject({ at: { path: "/l" } });
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
