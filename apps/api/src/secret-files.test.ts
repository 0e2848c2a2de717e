import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withSecretFiles } from "./secret-files.ts";

let folder: string;
let path: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "secret-files-"));
  path = join(folder, "key");
  writeFileSync(path, "hunter2\n");
});

afterAll(() => rmSync(folder, { recursive: true }));

test("takes a secret from its file, without the line's end", () => {
  expect(withSecretFiles({ KEY_FILE: path }, ["KEY"])).toMatchObject({ KEY: "hunter2" });
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
