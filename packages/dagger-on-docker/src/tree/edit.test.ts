import { expect, test } from "vitest";
import { difference, newFile, newFolder, newLink, owned, removeMatching, withTimes } from "./edit.ts";
import { emptyTree, listing, type Tree } from "./tree.ts";

const tree = (...paths: string[]): Tree => paths.reduce((all, path) => newFile(all, path, "x", 0o644), emptyTree);

test("a file that is there keeps its mode, and a link leads to what is written", () => {
  const before = newLink(newFile(emptyTree, "f", "1", 0o600), "l", "f");
  const after = newFile(before, "l", "2", 0o644);
  expect(after.get("f")).toMatchObject({ mode: 0o600, bytes: Buffer.from("2") });
  expect(after.get("l")).toMatchObject({ kind: "link" });
});

test("a file does not take a folder's place", () => {
  expect(() => newFile(tree("a/b"), "a", "x", 0o644)).toThrow("open <mount>/a: is a directory");
});

test("a new folder's mode is that of those above; one that is there stays", () => {
  expect([...newFolder(emptyTree, "a/b", 0o700).values()]).toMatchObject([{ mode: 0o700 }, { mode: 0o700 }]);
  expect(newFolder(tree("a/f"), "a", 0o711).get("a")).toMatchObject({ mode: 0o755 });
  expect(() => newFolder(emptyTree, "../x", 0o755)).toThrow("outside parent");
});

test("a link does not take another's place", () => {
  expect(() => newLink(tree("l"), "l", "f")).toThrow("symlink f <mount>/l: file exists");
});

test.each([
  ["*.txt", ["s/", "s/c.txt"]],
  ["**/*.txt", ["a.txt", "b[1].txt", "s/"]],
  ["s", ["a.txt", "b[1].txt"]],
  ["b[1].txt", ["a.txt", "s/", "s/c.txt"]],
  ["?.txt", ["a.txt", "b[1].txt", "s/", "s/c.txt"]],
])("without %s", (pattern, left) => {
  expect(listing(removeMatching(tree("a.txt", "b[1].txt", "s/c.txt"), [pattern]))).toEqual(left);
});

test("times go through links, which must lead somewhere", () => {
  expect(withTimes(tree("f"), 5).get("f")).toMatchObject({ mtime: 5 });
  expect(() => withTimes(newLink(emptyTree, "l", "nope"), 5)).toThrow("chtimes <mount>/l");
});

test("an owner is given by number", () => {
  expect(owned(tree("a/f", "b"), "a", "1:2").get("a/f")).toMatchObject({ uid: 1, gid: 2 });
  expect(owned(tree("a/f", "b"), "a", "1").get("b")).toMatchObject({ uid: 0 });
  expect(() => owned(tree("a"), "a", "bob")).toThrow("failed to parse ownership bob");
});

test("a difference holds what is new, and the folders whose names changed", () => {
  const before = tree("same", "gone", "d/x");
  const after = newFile(removeMatching(before, ["gone"]), "d/new", "n", 0o644);
  expect(listing(difference(before, after))).toEqual(["d/", "d/new"]);
  expect(listing(difference(before, before))).toEqual([]);
});
