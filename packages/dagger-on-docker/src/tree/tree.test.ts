import { describe, expect, test } from "vitest";
import {
  byPath,
  type Entry,
  emptyTree,
  fileEntry,
  filter,
  inside,
  listing,
  put,
  subtree,
  type Tree,
  treeDigest,
} from "./tree.ts";

const file = (text = ""): Entry => fileEntry(Buffer.from(text));
const tree = (entries: Record<string, Entry>): Tree =>
  Object.entries(entries).reduce((all, [path, entry]) => put(all, path, entry), emptyTree);

test("paths stay inside", () => {
  expect(["../f", "/a/../b/", "", ".", "a//b"].map(inside)).toEqual(["f", "b", "", "", "a/b"]);
});

test("putting a file makes the folders above it", () => {
  expect(listing(tree({ "a/b/c": file() }))).toEqual(["a/", "a/b/", "a/b/c"]);
});

test.each([
  ["a file above it", "a/b"],
  ["a folder in its place", "d"],
])("a file is not put where there is %s", (_, path) => {
  expect(() => put(tree({ a: file(), "d/e": file() }), path, file())).toThrow("of the directory is at");
});

test("a subtree has names of its own, and nothing that only begins alike", () => {
  expect([...subtree(tree({ "a/b/c": file(), ab: file() }), "a").keys()].sort()).toEqual(["b", "b/c"]);
});

describe("filtering", () => {
  const all = tree({ "a.js": file(), "src/b.js": file(), "src/x/c.ts": file(), "node_modules/m/i.js": file() });
  for (const [what, expected] of [
    [{ include: ["src"] }, ["src/", "src/b.js", "src/x/", "src/x/c.ts"]],
    [{ include: ["**/*.js"], exclude: ["**/node_modules"] }, ["a.js", "src/", "src/b.js"]],
    [{ exclude: ["**", "!src/b.js"] }, ["src/", "src/b.js"]],
    [{ include: ["src/**"], exclude: ["**/*.ts"] }, ["src/", "src/b.js", "src/x/"]],
    [{ include: ["nope"] }, []],
  ] as const) {
    test(JSON.stringify(what), () => expect(listing(filter(all, what))).toEqual(expected));
  }
});

test("a digest depends on content and mode, and not on the order of entries", () => {
  const one = new Map([
    ["a", file("1")],
    ["b", file("2")],
  ]);
  const other = new Map([
    ["b", file("2")],
    ["a", file("1")],
  ]);
  expect(treeDigest(one)).toBe(treeDigest(other));
  for (const changed of [file("x"), fileEntry(Buffer.from("1"), 0o755)]) {
    expect(treeDigest(new Map([...one, ["a", changed]]))).not.toBe(treeDigest(one));
  }
});

test("a digest depends on where a link leads, and on what kind of thing is in a place", () => {
  const link = (target: string): Tree => new Map([["l", { kind: "link", target }]]);
  expect(treeDigest(link("a"))).not.toBe(treeDigest(link("b")));
  const [folder, empty]: Entry[] = [{ kind: "folder", mode: 0o644 }, file()];
  expect(treeDigest(new Map([["l", folder as Entry]]))).not.toBe(treeDigest(new Map([["l", empty as Entry]])));
});

test("folders that are made are anybody's to enter, unless it is said otherwise, and those that are there stay as they are", () => {
  const modes = (all: Tree) => [...all].map(([path, entry]) => [path, "mode" in entry && entry.mode]);
  const made = put(emptyTree, "a/b", file(), { kind: "folder", mode: 0o700 });
  expect(modes(put(made, "a/c/d", file()))).toEqual([
    ["a", 0o700],
    ["a/b", 0o644],
    ["a/c", 0o755],
    ["a/c/d", 0o644],
  ]);
});

test("a walk is in the order of names by their bytes, what is in a folder right after it", () => {
  const names = ["a-b", "a", "a.c", "a/z", "B", "é"];
  expect([...names].sort(byPath)).toEqual(["B", "a", "a/z", "a-b", "a.c", "é"]);
});

test("a folder that holds what stays keeps its mode", () => {
  const folder: Entry = { kind: "folder", mode: 0o700 };
  const kept = filter(new Map([...tree({ "a/b": file(), c: file() }), ["a", folder]]), { include: ["a/b"] });
  expect([...kept]).toEqual([
    ["a", folder],
    ["a/b", file()],
  ]);
});
