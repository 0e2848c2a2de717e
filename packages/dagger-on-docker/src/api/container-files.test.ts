import { expect, test } from "vitest";
import { type ContainerState, directoryOf, newFile, scratch } from "../build/fs.ts";
import type { Args } from "../graph.ts";
import type { Session } from "../session.ts";
import { emptyTree, fileEntry } from "../tree/tree.ts";
import { containerFiles } from "./container-files.ts";
import { emptyContainer } from "./container-state.ts";

const entry = fileEntry(Buffer.from("1"));
/** What is behind the ids that the fields are given. */
const objects: Readonly<Record<string, unknown>> = {
  folder: { fs: scratch, path: "/from" },
  none: directoryOf(emptyTree),
  file: { name: "f", at: newFile("f", entry) },
  cache: { key: "store" },
  secret: { uri: "env://S" },
};
const session = { graph: { load: async (id: string) => objects[id] } } as unknown as Session;
const after = async (field: string, args: Args, state = emptyContainer): Promise<ContainerState> =>
  (await containerFiles[field]?.(state, args, session)) as ContainerState;
const inFolder = { ...emptyContainer, workdir: "/w" };

test("a new file is laid at its path from the working directory, with its mode and no more bits", async () => {
  const { fs } = await after("withNewFile", { path: "a/b", contents: "1", permissions: 0o4711 }, inFolder);
  const from = newFile("b", fileEntry(Buffer.from("1"), 0o711));
  expect(fs).toMatchObject({ kind: "copy", base: scratch, copy: { kind: "file", to: "/w/a/b", from } });
});

test.each([
  ["", undefined],
  ["1001", "1001:1001"],
  ["1001:0", "1001:0"],
])("a folder for the owner %j is laid for %s", async (owner, own) => {
  const { fs } = await after("withDirectory", { path: "d", source: "folder", owner }, inFolder);
  expect(fs).toMatchObject({ copy: { kind: "folder", to: "/w/d", from: { path: "/from" } } });
  expect(fs.kind === "copy" && fs.copy.owner).toBe(own);
});

test("an owner by name is the engine's to look up", async () => {
  const laid = after("withDirectory", { path: "/d", source: "none", owner: "nobody" });
  await expect(laid).rejects.toThrow('an owner by name, "nobody" instead of numbers, is not served');
});

test.each([
  ["p/", "/w/p/f"],
  ["p", "/w/p"],
])("a file laid at %s is at %s", async (path, to) => {
  const { fs } = await after("withFile", { path, source: "file" }, inFolder);
  expect(fs).toMatchObject({ copy: { kind: "file", to, from: newFile("f", entry) } });
});

test.each([
  [
    "withMountedDirectory",
    { source: "folder", readOnly: false },
    { kind: "folder", from: { fs: scratch, path: "/from" } },
  ],
  [
    "withMountedDirectory",
    { source: "folder", readOnly: true },
    { kind: "folder", from: { fs: scratch, path: "/from" }, readOnly: true },
  ],
  ["withMountedFile", { source: "file" }, { kind: "file", from: newFile("f", entry) }],
  ["withMountedCache", { cache: "cache", sharing: "SHARED" }, { kind: "cache", key: "store", sharing: "shared" }],
  ["withMountedCache", { cache: "cache", sharing: "PRIVATE" }, { kind: "cache", key: "store", sharing: "private" }],
  [
    "withMountedCache",
    { cache: "cache", sharing: "LOCKED" },
    { kind: "cache", key: "store-locked", sharing: "locked" },
  ],
  ["withMountedTemp", {}, { kind: "tmpfs" }],
  ["withMountedSecret", { source: "secret", mode: 0o400 }, { kind: "secret", secret: "env://S", mode: 0o400 }],
])("%s of %j is mounted from the working directory", async (field, args, mount) => {
  const { mounts, fs } = await after(field, { path: "m", ...args }, inFolder);
  expect({ mounts, fs }).toEqual({ mounts: [{ target: "/w/m", ...mount }], fs: scratch });
});

test("a mount is taken away at its path alone", async () => {
  const temporary = (target: string) => ({ target, kind: "tmpfs" as const });
  const state = { ...inFolder, mounts: [temporary("/w/m"), temporary("/w/n")] };
  expect((await after("withoutMount", { path: "m" }, state)).mounts).toEqual([temporary("/w/n")]);
});

test("a folder and a file of it are where its files are", async () => {
  expect(await after("directory", { path: "d" }, inFolder)).toEqual({ fs: scratch, path: "/w/d" });
  expect(await after("file", { path: "d/f" }, inFolder)).toEqual({ name: "f", at: { fs: scratch, path: "/w/d/f" } });
});
