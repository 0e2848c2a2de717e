import fs, {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { copier, whole } from "./content.ts";
import { readEntry, readHostFolder, writeHostFile } from "./host.ts";
import { writeTar } from "./tar.ts";
import { type FileEntry, fileEntry, listing, treeDigest } from "./tree.ts";

/** Has folders listed otherwise until the test is over. */
function listedBy(change: (list: (...given: unknown[]) => unknown[]) => (...given: unknown[]) => unknown[]): void {
  const { readdirSync: list } = fs;
  const replaced = (by: typeof list) => {
    fs.readdirSync = by;
    syncBuiltinESMExports();
  };
  onTestFinished(() => replaced(list));
  replaced(change(list as never) as never);
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flipdocs-tree-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a folder is read with modes and links, and no content is held", () => {
  writeFileSync(join(folder, "x.sh"), "x", { mode: 0o755 });
  symlinkSync("/etc/passwd", join(folder, "abs"));
  const read = readHostFolder(folder);
  expect(read.get("x.sh")).toEqual({ kind: "file", mode: 0o755, bytes: { path: join(folder, "x.sh"), length: 1 } });
  expect(read.get("abs")).toEqual({ kind: "link", target: "/etc/passwd" });
});

test("what is excluded is not opened", () => {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync("loop", join(folder, "node_modules/loop"));
  writeFileSync(join(folder, "kept"), "");
  expect(listing(readHostFolder(folder, { exclude: ["**/node_modules"] }))).toEqual(["kept"]);
});

test("a file says the same from the disk as from memory, in pieces too", async () => {
  const text = "0123456789abcdef".repeat(2 ** 17 + 1);
  writeFileSync(join(folder, "large"), text);
  const [tree, held] = [readHostFolder(folder), new Map([["large", fileEntry(Buffer.from(text))]])];
  expect(treeDigest(tree)).toBe(treeDigest(held));
  expect((await writeTar(tree)).equals(await writeTar(held))).toBe(true);
});

test("what is copied stays as it was, whatever is saved afterwards", () => {
  writeFileSync(join(folder, "f"), "first");
  writeFileSync(join(folder, "g"), "second");
  const copy = copier(join(folder, "taken"));
  const tree = readHostFolder(folder, {}, copy);
  writeFileSync(join(folder, "f"), "changed since");
  const held = ["f", "g"].map((name) => whole((tree.get(name) as FileEntry).bytes).toString());
  expect(held).toEqual(["first", "second"]);
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
  const gone = ["4913", "sub"].map((name, index) =>
    Object.assign(new fs.Dirent(), { name, isDirectory: () => index > 0 }),
  );
  listedBy((list) => (...given) => [...list(...given), ...gone]);
  expect(listing(readHostFolder(folder))).toEqual(["kept"]);
});

test("what may not be read is said with what to do, and what else goes wrong as the system says it", () => {
  const failing = (code: string) => () => {
    throw Object.assign(new Error(`the system's ${code}`), { code });
  };
  listedBy(() => failing("EACCES"));
  expect(() => readHostFolder(folder)).toThrow(
    `${folder} may not be read by you: make it yours (sudo chown -R "$(id -un)" '${folder}'), or name it in the argument's ignore list`,
  );
  listedBy(() => failing("EIO"));
  expect(() => readHostFolder(folder)).toThrow("the system's EIO");
});

test("what an exclusion takes back is found below the excluded folder", () => {
  mkdirSync(join(folder, "src/deep"), { recursive: true });
  for (const name of ["src/a", "src/deep/b", "c"]) writeFileSync(join(folder, name), "");
  const listed = (...exclude: string[]) => listing(readHostFolder(folder, { exclude }));
  expect(listed("src", "!src/deep/b")).toEqual(["c", "src/", "src/deep/", "src/deep/b"]);
  expect(listed("**", "!src/a")).toEqual(["src/", "src/a"]);
});

test("devices and sockets are left out", () => {
  expect(readEntry("/dev/null")).toBeUndefined();
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

const file = fileEntry(Buffer.from("new"), 0o750);

test("a single file makes the folders above, and goes into a folder only when allowed", () => {
  expect(writeHostFile("f", file, join(folder, "a/b"))).toBe(join(folder, "a/b"));
  expect(statSync(join(folder, "a/b")).mode & 0o777).toBe(0o750);
  expect(() => writeHostFile("f", file, folder)).toThrow("is a directory; must be a file path");
  writeHostFile("f", file, folder, true);
  expect(readFileSync(join(folder, "f"), "utf8")).toBe("new");
});

test("a file that is written over another is all that is there", () => {
  writeFileSync(join(folder, "f"), "longer than what is new");
  writeHostFile("f", file, join(folder, "f"));
  expect(readFileSync(join(folder, "f"), "utf8")).toBe("new");
});

test("folders that are made for a file are its owner's alone, and a file in a folder is answered by the folder", () => {
  writeHostFile("f", file, join(folder, "made/f"));
  expect(statSync(join(folder, "made")).mode & 0o777).toBe(0o700);
  expect(writeHostFile("down/f", file, join(folder, "made/"), true)).toBe(join(folder, "made"));
});
