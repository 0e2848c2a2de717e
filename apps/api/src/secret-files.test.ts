import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withSecretFiles } from "./secret-files.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secret-files-"));
  path = join(folder, "key");
  writeFileSync(path, "hunter2\n");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("takes a secret from its file, without the line's end", () => {
  expect(withSecretFiles({ KEY_FILE: path }, ["KEY"])).toMatchObject({ KEY: "hunter2" });
});

test.each([
  ["a space inside and one before", " a b"],
  ["quotes, a backslash, a hash and a dollar", "a\"'\\#$(b)`%"],
  ["letters of any alphabet", "pässwörd 密码\u00a0"],
])("takes %s as it is", (_, secret) => {
  writeFileSync(path, `${secret} \r\n\n`);
  expect(withSecretFiles({ KEY_FILE: path }, ["KEY"])).toMatchObject({ KEY: secret });
});

test.each([
  ["nothing", "", "an empty file"],
  ["a line's end alone", " \n", "an empty file"],
  ["bytes that are no letters", Buffer.from([0x61, 0xff]), "not plain text"],
  ["a byte order mark", "\ufeffhunter2", "not plain text"],
  ["UTF-16", Buffer.from("hunter2", "utf16le"), "not plain text"],
])("refuses a file with %s", (_, content, reason) => {
  writeFileSync(path, content);
  const read = () => withSecretFiles({ KEY_FILE: path }, ["KEY"]);
  expect(read).toThrow(reason);
  expect(read).toThrow("KEY_FILE");
  expect(read).not.toThrow(/hunter2/);
});

test("leaves alone what is given by itself, and an empty file name", () => {
  expect(withSecretFiles({ KEY: "value", KEY_FILE: "" }, ["KEY"])).toMatchObject({ KEY: "value" });
});

test("reads no file for a variable that is no secret", () => {
  expect(withSecretFiles({ OTHER_FILE: path }, ["KEY"])).not.toHaveProperty("OTHER");
});

test("refuses two answers to one question, and shows neither", () => {
  const read = () => withSecretFiles({ KEY: "swordfish", KEY_FILE: path }, ["KEY"]);
  expect(read).toThrow("Both KEY and KEY_FILE are set");
  expect(read).not.toThrow(/swordfish|hunter2/);
});

test("says which variable names a file that is not there", () => {
  expect(() => withSecretFiles({ KEY_FILE: join(folder, "none") }, ["KEY"])).toThrow("KEY_FILE names a file");
});
