import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { replace, reserve } from "./files.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acme-files-"));
  path = join(folder, "site.pem");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("a file is replaced, for its owner alone", async () => {
  writeFileSync(path, "old");
  chmodSync(path, 0o644);
  await replace(path, "new");
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["site.pem"]);
});

test("whoever reads it meanwhile has the old one, whole", async () => {
  writeFileSync(path, "old");
  await reserve(path);
  expect(readFileSync(path, "utf8")).toBe("old");
});

test("of what was reserved, nothing is left in the file", async () => {
  await reserve(path);
  await replace(path, "new");
  expect(readFileSync(path, "utf8")).toBe("new");
});

test("what cannot be written leaves the file as it was", async () => {
  writeFileSync(path, "old");
  mkdirSync(`${path}.new`);
  await expect(replace(path, "new")).rejects.toThrow("EISDIR");
  expect(readFileSync(path, "utf8")).toBe("old");
});
