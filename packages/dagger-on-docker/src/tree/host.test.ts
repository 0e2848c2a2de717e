import fs, {
  appendFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { whole } from "./content.ts";
import { readHostFolder, writeHostFile, writeHostFolder } from "./host.ts";
import { writeTar } from "./tar.ts";
import { type Entry, type FileEntry, listing, type Tree, treeDigest } from "./tree.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flipdocs-tree-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a folder is read with modes and links, and belongs to root", () => {
  writeFileSync(join(folder, "x.sh"), "x", { mode: 0o755 });
  symlinkSync("/etc/passwd", join(folder, "abs"));
  const read = readHostFolder(folder);
  expect(read.get("x.sh")).toEqual({ kind: "file", mode: 0o755, bytes: Buffer.from("x"), uid: 0, gid: 0 });
  expect(read.get("abs")).toEqual({ kind: "link", target: "/etc/passwd", uid: 0, gid: 0 });
});

test("what is excluded is not opened", () => {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync("loop", join(folder, "node_modules/loop"));
  writeFileSync(join(folder, "kept"), "");
  expect(listing(readHostFolder(folder, { exclude: ["**/node_modules"] }))).toEqual(["kept"]);
});

test("a large file is not held: it is read where it is used, and says the same", async () => {
  const text = "0123456789abcdef".repeat(2 ** 20 + 1);
  writeFileSync(join(folder, "large"), text);
  const tree = readHostFolder(folder);
  const held: Tree = new Map([["large", { ...(tree.get("large") as FileEntry), bytes: Buffer.from(text) }]]);
  expect(Buffer.isBuffer((tree.get("large") as FileEntry).bytes)).toBe(false);
  expect(treeDigest(tree)).toBe(treeDigest(held));
  expect((await writeTar(tree)).equals(await writeTar(held))).toBe(true);
  writeHostFolder(tree, join(folder, "out"));
  expect(readFileSync(join(folder, "out/large"), "utf8")).toBe(text);
});

test("a large file that grows while it is read is what it was when it was listed; one that shrinks is an error", async () => {
  writeFileSync(join(folder, "log"), "x".repeat(2 ** 24 + 1));
  const tree = readHostFolder(folder);
  const before = await writeTar(tree);
  appendFileSync(join(folder, "log"), "more");
  expect((await writeTar(tree)).equals(before)).toBe(true);
  truncateSync(join(folder, "log"), 1);
  await expect(writeTar(tree)).rejects.toThrow("log became shorter while it was read: run the same command again");
});

test("what goes while the folder is read, an editor's own file say, was not there", () => {
  writeFileSync(join(folder, "kept"), "");
  const { readdirSync: list } = fs;
  const gone = ["4913", "sub"].map((name, index) =>
    Object.assign(new fs.Dirent(), { name, isDirectory: () => index > 0 }),
  );
  onTestFinished(() => replaced(list));
  const replaced = (by: typeof list) => {
    fs.readdirSync = by;
    syncBuiltinESMExports();
  };
  replaced(((...given: Parameters<typeof list>) => [...list(...given), ...gone]) as typeof list);
  expect(listing(readHostFolder(folder))).toEqual(["kept"]);
});

test("a file of 5 GB is taken, and refused in a sentence where all of it is asked for", () => {
  writeFileSync(join(folder, "huge"), "");
  truncateSync(join(folder, "huge"), 5e9);
  const { bytes } = readHostFolder(folder).get("huge") as FileEntry;
  expect(bytes.length).toBe(5e9);
  expect(() => whole(bytes)).toThrow(`${folder}/huge is too large to be read as a whole: 5000000000 bytes`);
});

test("a name that is no UTF-8 is refused in a sentence, and one that holds a replacement character is not", () => {
  writeFileSync(join(folder, "replaced \ufffd"), "");
  expect(listing(readHostFolder(folder))).toEqual(["replaced \ufffd"]);
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]), "");
  expect(() => readHostFolder(folder)).toThrow("caf\ufffd: this name is not UTF-8");
});

test("a folder that is not there is an error that names it", () => {
  expect(() => readHostFolder(join(folder, "nope"))).toThrow(`lstat ${folder}/nope: no such file or directory`);
});

test("a file is no folder", () => {
  writeFileSync(join(folder, "f"), "");
  expect(() => readHostFolder(join(folder, "f"))).toThrow("not a directory");
});

test("a pattern that cannot be read is an error that names it", () => {
  expect(() => readHostFolder(folder, { exclude: ["[a-"] })).toThrow("[[a-]: syntax error in pattern");
});

const file: FileEntry = { kind: "file", mode: 0o750, bytes: Buffer.from("new"), uid: 0, gid: 0, mtime: 1000 };

test("writing merges, and replaces links of the host instead of following them", () => {
  const out = join(folder, "out");
  mkdirSync(out);
  writeFileSync(join(folder, "outside"), "untouched");
  symlinkSync("../outside", join(out, "f"));
  writeFileSync(join(out, "mine"), "m");
  writeHostFolder(
    new Map<string, Entry>([
      ["f", file],
      ["l", { kind: "link", target: "f", uid: 0, gid: 0 }],
    ]),
    out,
  );
  expect(readFileSync(join(out, "f"), "utf8")).toBe("new");
  expect(lstatSync(join(out, "f")).mode & 0o777).toBe(0o750);
  expect(lstatSync(join(out, "f")).mtimeMs).toBe(1_000_000);
  expect(readlinkSync(join(out, "l"))).toBe("f");
  expect(readFileSync(join(folder, "outside"), "utf8")).toBe("untouched");
  expect(readdirSync(out)).toEqual(["f", "l", "mine"]);
});

test("wiping leaves nothing else", () => {
  writeFileSync(join(folder, "mine"), "m");
  writeHostFolder(new Map([["f", file]]), folder, true);
  expect(readdirSync(folder)).toEqual(["f"]);
});

test("a single file makes the folders above, and goes into a folder only when allowed", () => {
  expect(writeHostFile("f", file, join(folder, "a/b"))).toBe(join(folder, "a/b"));
  expect(() => writeHostFile("f", file, folder)).toThrow("is a directory; must be a file path");
  writeHostFile("f", file, folder, true);
  expect(readFileSync(join(folder, "f"), "utf8")).toBe("new");
});
