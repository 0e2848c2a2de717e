import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { shopTypes } from "../../test/shop.ts";
import { ExecError } from "../build/exec-error.ts";
import type { State } from "../module/calls.ts";
import type { TypeRef } from "../module/types.ts";
import { Catalog } from "./catalog.ts";
import { UsageError } from "./flags.ts";
import { printFailure, printResult } from "./print.ts";

const catalog = new Catalog("shop", shopTypes);
const print = (value: State, type: TypeRef, wanted: { json?: boolean; output?: string } = {}) =>
  printResult(value, type, wanted, catalog);

const strings: TypeRef = { kind: "LIST", of: { kind: "STRING" } };
const published: TypeRef = { kind: "LIST", of: { kind: "OBJECT", name: "Published" } };

test("text is printed as it is", () => {
  expect(print("bob", { kind: "STRING" })).toEqual({ out: "bob" });
});

test("a list is one line an item", () => {
  expect(print(["a", "b"], strings).out).toBe("a\nb\n");
});

test("JSON is indented by four", () => {
  expect(print(["a"], strings, { json: true }).out).toBe('[\n    "a"\n]\n');
});

test("a core object is its id", () => {
  expect(print("File@xxh3:0", { kind: "OBJECT", name: "File" }).out).toBe("File@xxh3:0\n");
});

test("objects of the module are ids of their content, under the module's name, with --json too", () => {
  const items = [{ object: "Published", fields: { ref: "a" } }];
  const { out } = print(items, published);
  expect(out).toMatch(/^- ShopPublished@xxh3:[0-9a-f]{16}\n$/);
  expect(print(items, published, { json: true }).out).toBe(out);
});

test("nothing is nothing", () => {
  expect(print(null, { kind: "VOID" })).toEqual({});
});

test("enum members are shown as the engine names them", () => {
  expect(print("DevServer", { kind: "ENUM", name: "Stage" }).out).toBe("DEV_SERVER");
});

test("what was exported is only noted", () => {
  const file: TypeRef = { kind: "OBJECT", name: "File" };
  expect(print("/out/n.txt", file, { output: "/out/" })).toEqual({ note: 'Saved to "/out/n.txt".\n' });
});

test("text is written to the output as well", () => {
  const folder = mkdtempSync(join(tmpdir(), "print-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const output = join(folder, "deep/h.txt");
  const { out, note } = print("bob", { kind: "STRING" }, { output });
  expect(out).toBe("bob");
  expect(note).toBe(`Saved output to "${output}".\n`);
  expect(readFileSync(output, "utf8")).toBe("bob");
});

test.each([
  [".", "is a directory"],
  ["file/below", "a file is where a folder is to be"],
])("a result that cannot be saved to %s is told with why, and what to name", (place, why) => {
  const folder = mkdtempSync(join(tmpdir(), "print-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "file"), "");
  const output = join(folder, place);
  expect(() => print("bob", { kind: "STRING" }, { output })).toThrow(
    `the result cannot be saved to ${output}: ${why}. Name a file after -o`,
  );
});

test("a mistake in the line comes with where to find help", () => {
  expect(printFailure(new UsageError("unknown flag: --x", "dagger call hello"))).toEqual({
    note: "Error: unknown flag: --x\nRun 'dagger call hello --help' for usage.\n",
    exitCode: 1,
  });
});

test.each(["ENOSPC: no space left on device, write", "docker build failed: write /x: no space left on device"])(
  "a full disk comes with what frees some: %s",
  (message) => {
    const { note, exitCode } = printFailure(new Error(message));
    expect(note).toMatch(/^Error: .*no space left on device.*\nThe disk is full\. .*docker builder prune/);
    expect(exitCode).toBe(1);
  },
);

test("a folder for temporary files that is not there comes with the variable that names another", () => {
  const { note } = printFailure(
    new Error("ENOENT: no such file or directory, mkdir '/none/dagger-on-docker-7-0123abcd-1800000000-abcdef'"),
  );
  expect(note).toMatch(/^Error: ENOENT.*\nTemporary files go to .*: set TMPDIR to a folder/);
});

test("a command that filled its own memory disk speaks for itself", () => {
  const error = new ExecError("exit code: 1", ["cp"], 1, "", "cp: no space left on device");
  expect(printFailure(error).note).toBe("Error: exit code: 1\nStderr:\ncp: no space left on device\n");
});

test("a failed command comes with its output and its exit code", () => {
  expect(printFailure(new ExecError("exit code: 3", ["false"], 3, "out", "err"))).toEqual({
    note: "Error: exit code: 3\nStdout:\nout\nStderr:\nerr\n",
    exitCode: 3,
  });
});

test("a command that should have failed does not end with success", () => {
  expect(printFailure(new ExecError("exit code: 0", [], 0, "", "")).exitCode).toBe(1);
});

test("stacks are for --debug", () => {
  const error = new Error("broken");
  expect(printFailure(error).note).toBe("Error: broken\n");
  expect(printFailure(error, true).note).toBe(`Error: broken\n${error.stack}\n`);
});
