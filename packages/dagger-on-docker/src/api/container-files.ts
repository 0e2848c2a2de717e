import { posix } from "node:path";
import { type CacheMount, type ContainerState, copyFs, type Location, newFile } from "../build/fs.ts";
import { notServed, type Resolver } from "../graph.ts";
import type { Session } from "../session.ts";
import { fileEntry } from "../tree/tree.ts";
import { absolute, change, locate, mounted } from "./container-state.ts";
import type { FileState } from "./file.ts";
import { secretUri } from "./secret.ts";

function ownedBy(owner: string): { owner?: string } {
  if (!owner) return {};
  if (/^\d+(:\d+)?$/.test(owner)) return { owner: owner.includes(":") ? owner : `${owner}:${owner}` };
  throw notServed("Container", `withDirectory for an owner by name, ${JSON.stringify(owner)} instead of numbers,`);
}

export const containerFiles: { [field: string]: Resolver<Session, ContainerState> } = {
  withNewFile: (state, { path, contents, permissions }) => {
    const from = newFile(posix.basename(absolute(state, path)), fileEntry(Buffer.from(contents), permissions & 0o777));
    return change(state, path, (fs, to) => copyFs(fs, { from, kind: "file", to }));
  },
  withDirectory: async (state, { path, source, owner }, { graph }) => {
    const from = await graph.load<Location>(source, "Directory");
    const own = ownedBy(owner);
    return change(state, path, (fs, to) => copyFs(fs, { from, kind: "folder", to, ...own }));
  },
  withFile: async (state, { path, source }, { graph }) => {
    const file = await graph.load<FileState>(source, "File");
    const place = path.endsWith("/") ? path + file.name : path;
    return change(state, place, (fs, to) => copyFs(fs, { from: file.at, kind: "file", to }));
  },

  withMountedDirectory: async (state, { path, source, readOnly }, { graph }) => {
    const from = await graph.load<Location>(source, "Directory");
    return mounted(state, { target: absolute(state, path), kind: "folder", from, ...(readOnly && { readOnly }) });
  },
  withMountedFile: async (state, { path, source }, { graph }) => {
    const { at: from } = await graph.load<FileState>(source, "File");
    return mounted(state, { target: absolute(state, path), kind: "file", from });
  },
  withMountedCache: async (state, { path, cache, sharing: mode }, { graph }) => {
    const { key: name } = await graph.load<{ key: string }>(cache, "CacheVolume");
    const sharing: CacheMount["sharing"] = mode.toLowerCase();
    // A locked cache is another one than a shared one of the same key: so it is on the engine.
    const key = sharing === "locked" ? `${name}-locked` : name;
    return mounted(state, { target: absolute(state, path), kind: "cache", key, sharing });
  },
  withMountedTemp: (state, { path }) => mounted(state, { target: absolute(state, path), kind: "tmpfs" }),
  withMountedSecret: async (state, { path, source, mode }, session) => {
    const secret = await secretUri(session, source);
    return mounted(state, { target: absolute(state, path), kind: "secret", secret, mode });
  },
  withoutMount: (state, { path }) => ({
    ...state,
    mounts: state.mounts.filter(({ target }) => target !== absolute(state, path)),
  }),

  directory: (state, { path }): Location => locate(state, path),
  file: (state, { path }): FileState => ({ name: posix.basename(absolute(state, path)), at: locate(state, path) }),
};
