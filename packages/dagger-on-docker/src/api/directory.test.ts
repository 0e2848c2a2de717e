import { expect, test } from "vitest";
import { scratch } from "../build/fs.ts";
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
const link = (path: string, target: string, tree: Tree): Tree => put(tree, path, { kind: "link", target });
const text = { contents: "2", permissions: 0o600 };

test("a first file is known on this side, with the mode asked for, and inside of the directory", async () => {
  const first = await made(emptyTree, "withNewFile", { path: "../f", ...text });
  expect([...first]).toEqual([["f", fileEntry(Buffer.from("2"), 0o600)]]);
});

test("a further file is laid over the others by BuildKit", async () => {
  expect(await ask(file("f", "1"), "withNewFile", { path: "../d/g", ...text })).toMatchObject({
    at: { path: "/", fs: { kind: "copy", copy: { to: "/d/g" }, base: { kind: "tree" } } },
  });
});

test.each(["", "/", "a/.."])("a new file does not take the place of the directory itself: %j", async (path) => {
  await expect(ask(emptyTree, "withNewFile", { path, ...text })).rejects.toThrow("is the directory itself");
});

test("what makes other folders and times is the shim's", async () => {
  const worked = async (field: string, args: Args) => (await ask(file("f", "1"), field, args)) as DirectoryState;
  const by = (...args: string[]) => ({ at: { path: "/.dagger-left", fs: { kind: "work", args } } });
  expect(await worked("withNewDirectory", { path: "a/b", permissions: 0o700 })).toMatchObject(
    by("--folder", "a/b", "448"),
  );
  expect(await worked("withTimestamps", { timestamp: 5 })).toMatchObject(by("--times", "5"));
  await expect(worked("withNewDirectory", { path: "../x", permissions: 0o755 })).rejects.toThrow("outside");
});

test("a filter is applied on this side where the files are, and by the shim where Docker has them", async () => {
  const wanted = { include: ["*.ts"], exclude: [], gitignore: false };
  expect(listing(await made(file("a.ts", "", file("b", "")), "filter", wanted))).toEqual(["a.ts"]);
  const state: DirectoryState = { at: { fs: scratch, path: "/x" } };
  expect(await directoryFields.filter?.(state, wanted, {} as Session)).toMatchObject({
    at: { fs: { kind: "work", from: { path: "/x" }, args: ["--filter", JSON.stringify(wanted)] } },
  });
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
