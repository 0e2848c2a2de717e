import { expect, test } from "vitest";
import { withoutIgnored } from "./gitignore.ts";
import { emptyTree, fileEntry, put, type Tree } from "./tree.ts";

const treeOf = (files: Readonly<Record<string, string>>): Tree =>
  Object.entries(files).reduce((tree, [path, text]) => put(tree, path, fileEntry(Buffer.from(text))), emptyTree);

/** What stays of empty files beside `.gitignore` files. */
const kept = (ignores: Readonly<Record<string, string>>, ...paths: string[]): string[] => {
  const left = withoutIgnored(treeOf({ ...Object.fromEntries(paths.map((path) => [path, ""])), ...ignores }));
  return paths.filter((path) => left.has(path));
};

test.each([
  ["a name counts at any depth", ".env", [".env", "a/.env"], ["a/env"]],
  ["a leading slash is this folder alone", "/site.env", ["site.env"], ["a/site.env"]],
  ["a trailing slash is a folder alone", "out/", ["out/x", "a/out/x"], ["b/out"]],
  ["a later line takes back", ".env.*\n!.env.example", [".env.local"], [".env.example"]],
  ["case counts", "Secret", ["Secret"], ["secret"]],
  ["nothing comes back out of an ignored folder", "keys/\n!keys/public", ["keys/public"], []],
])("%s", (_, rules, ignored, tracked) => {
  expect(kept({ ".gitignore": rules }, ...ignored, ...tracked)).toEqual(tracked);
});

test("the rules of a folder are for what lies below it", () => {
  expect(kept({ "a/.gitignore": "/secrets/" }, "a/secrets/x", "a/b/secrets/x", "secrets/x")).toEqual([
    "a/b/secrets/x",
    "secrets/x",
  ]);
});

test("the nearest rules win", () => {
  const rules = { ".gitignore": "*.log", "a/.gitignore": "!kept.log" };
  expect(kept(rules, "kept.log", "a/kept.log", "a/other.log")).toEqual(["a/kept.log"]);
});
