import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readSecret, secretAt } from "./secret.ts";

const folder = mkdtempSync(join(tmpdir(), "flipdocs-secret-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "s"), "in a file\n");
process.env.FLIPDOCS_TEST_SECRET = "in a variable";

test.each([
  ["env://FLIPDOCS_TEST_SECRET", "in a variable"],
  [`file://${folder}/s`, "in a file\n"],
  ["cmd://echo of a command", "of a command\n"],
])("%s is %j", async (uri, value) => {
  expect(await readSecret(uri)).toBe(value);
});

test.each([
  ["env://NOT_SET_ANYWHERE", 'secret env var not found: "NOT..."'],
  ["file:///nope", 'failed to read secret file "/nope"'],
  [`file://${folder}`, `open ${folder}: is a directory`],
  [`file://${folder}/s/below`, "not a directory"],
  ["cmd://echo hush; exit 3", /^failed to run secret command \(exit code 3\)$/],
  ["cmd://echo hush; echo opening >&2; echo no such entry >&2; exit 1", /\(exit code 1\): no such entry$/],
])("%s, which cannot be read, is told without its value", async (uri, message) => {
  const failed = await readSecret(uri).catch((error: Error) => error.message);
  expect(failed).toMatch(message);
  expect(failed).not.toContain("hush");
});

test("an address is looked at before its value is asked for", () => {
  expect(() => secretAt({ uri: "TOKEN" })).toThrow("malformed id");
  expect(() => secretAt({ uri: "vault://x" })).toThrow('unsupported secret provider: "vault"');
  expect(secretAt({ uri: "env://NOT_SET_ANYWHERE" })).toEqual({ uri: "env://NOT_SET_ANYWHERE" });
});
