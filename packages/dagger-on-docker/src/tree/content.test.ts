import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { append, copier, pieces, whole } from "./content.ts";

const folder = mkdtempSync(join(tmpdir(), "flipdocs-content-"));
afterAll(() => rmSync(folder, { recursive: true }));
const MB = 1024 * 1024;

/** A file of zeros, which takes no room. */
function file(name: string, length: number) {
  const path = join(folder, name);
  writeFileSync(path, "");
  truncateSync(path, length);
  return { path, length };
}

test("a file is read in pieces of a megabyte, from where it begins to where it ended when it was listed", () => {
  expect([...pieces(file("large", 2 * MB + 1))].map(({ length }) => length)).toEqual([MB, MB, 1]);
  const path = join(folder, "log");
  writeFileSync(path, "before, content, after");
  expect(whole({ path, start: 8, length: 7 }).toString()).toBe("content");
});

test("a file that has become shorter is an error", () => {
  const { path } = file("short", 3);
  expect(() => whole({ path, length: 4 })).toThrow(`${path} became shorter while it was read: run the same command`);
});

test("what is too large for a program to hold is not read as a whole", () => {
  expect(() => whole({ path: "/large", length: 2 ** 31 })).toThrow(
    "/large is too large to be read as a whole: 2147483648 bytes, 2147483647 at most",
  );
});

test("contents are copied one behind the other, and stay what they were", () => {
  const take = copier(join(folder, "taken"));
  const one = join(folder, "one");
  writeFileSync(one, "one");
  const taken = [take({ path: one, length: 3 }), take({ path: one, length: 3 })];
  writeFileSync(one, "two");
  expect(taken.map((content) => whole(content).toString())).toEqual(["one", "one"]);
  expect(readFileSync(join(folder, "taken"), "utf8")).toBe("oneone");
});

test("what this side holds is not copied, nor what is larger than 16 MB", () => {
  const take = copier(join(folder, "small"));
  const held = Buffer.from("held");
  const [most, larger] = [file("most", 16 * MB), file("larger", 16 * MB + 1)];
  expect(take(held)).toBe(held);
  expect(take(larger)).toBe(larger);
  expect(take(most)).toEqual({ path: join(folder, "small"), start: 0, length: 16 * MB });
});

test("what is appended begins behind all that is there", () => {
  const path = join(folder, "appended");
  expect([append(path, Buffer.from("ab")), append(path, Buffer.from("c"))]).toEqual([0, 2]);
});
