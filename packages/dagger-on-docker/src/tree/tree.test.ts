import { describe, expect, test } from "vitest";
import {
  destination,
  type Entry,
  emptyTree,
  filter,
  inside,
  listing,
  merge,
  put,
  remove,
  resolve,
  subtree,
  type Tree,
  treeDigest,
} from "./tree.ts";

const file = (text = ""): Entry => ({ kind: "file", mode: 0o644, bytes: Buffer.from(text), uid: 0, gid: 0 });
const link = (target: string): Entry => ({ kind: "link", target, uid: 0, gid: 0 });
const tree = (entries: Record<string, Entry>): Tree =>
  Object.entries(entries).reduce((all, [path, entry]) => put(all, path, entry), emptyTree);

test("paths stay inside", () => {
  expect(["../f", "/a/../b/", "", ".", "a//b"].map(inside)).toEqual(["f", "b", "", "", "a/b"]);
});

test("putting a file makes the folders above it", () => {
  expect(listing(tree({ "a/b/c": file() }))).toEqual(["a/", "a/b/", "a/b/c"]);
});

test("putting a file over a folder takes the folder away", () => {
  expect(listing(put(tree({ "a/b": file() }), "a", file()))).toEqual(["a"]);
});

test("a name of more than 255 characters is refused", () => {
  expect(() => put(emptyTree, "n".repeat(256), file())).toThrow("exceeds the maximum supported 255 characters");
});

test("merging keeps what is there and replaces what has the same name", () => {
  const merged = merge(tree({ keep: file("k"), both: file("old") }), "", tree({ both: file("new"), "s/n": file() }));
  expect(listing(merged)).toEqual(["both", "keep", "s/", "s/n"]);
  expect((merged.get("both") as { bytes: Buffer }).bytes.toString()).toBe("new");
});

test("merging below a path makes the folder, with the owner asked for", () => {
  const merged = merge(emptyTree, "p/q", tree({ f: file() }), { uid: 12, gid: 34 });
  expect([...merged].map(([path, { uid, gid }]) => `${path} ${uid}:${gid}`)).toEqual([
    "p 0:0",
    "p/q 12:34",
    "p/q/f 12:34",
  ]);
});

test("removing takes the subtree along, and nothing that only begins alike", () => {
  expect(listing(remove(tree({ "a/x": file(), ab: file() }), "a"))).toEqual(["ab"]);
});

test("a subtree has names of its own", () => {
  expect([...subtree(tree({ "a/b/c": file(), d: file() }), "a").keys()].sort()).toEqual(["", "b", "b/c"]);
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

test("links are followed inside the tree", () => {
  const linked = tree({ "real/f": file(), l: link("real"), abs: link("/real/f"), bad: link("nope") });
  expect(["l/f", "abs", "bad", "l"].map((path) => resolve(linked, path))).toEqual([
    "real/f",
    "real/f",
    undefined,
    "real",
  ]);
  expect(resolve(linked, "l", false)).toBe("l");
});

test("something new comes to lie where links lead, and not below a file", () => {
  const linked = tree({ "real/f": file(), l: link("real") });
  expect(destination(linked, "l/new/deep")).toBe("real/new/deep");
  expect([destination(linked, "l"), destination(linked, "l", false)]).toEqual(["real", "l"]);
  expect(() => destination(linked, "l/f/x/y")).toThrow("lstat <mount>/real/f/x: not a directory");
});

test("links in a circle are an error", () => {
  expect(() => resolve(tree({ a: link("b"), b: link("a") }), "a")).toThrow("too many levels of symbolic links");
});

test("a digest depends on content, mode and owner, and not on the order of entries", () => {
  const one = new Map([
    ["a", file("1")],
    ["b", file("2")],
  ]);
  const other = new Map([
    ["b", file("2")],
    ["a", file("1")],
  ]);
  expect(treeDigest(one)).toBe(treeDigest(other));
  for (const changed of [{ ...file("x") }, { ...file("1"), mode: 0o755 }, { ...file("1"), uid: 1 }] as Entry[]) {
    expect(treeDigest(new Map([...one, ["a", changed]]))).not.toBe(treeDigest(one));
  }
});
