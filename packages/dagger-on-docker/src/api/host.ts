import { randomUUID } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { Fields } from "../graph.ts";
import type { Session } from "../session.ts";
import { readHostFolder } from "../tree/host.ts";
import type { DirectoryState } from "./directory.ts";
import type { FileState } from "./file.ts";

/** Fields of Host: what of the machine that runs the session a pipeline may see. */
export const hostFields: Fields<Session>[string] = {
  directory: (_, { path, include, exclude }): DirectoryState => ({
    tree: readHostFolder(path, { include: include ?? [], exclude: exclude ?? [] }),
  }),
  file: (_, { path }): FileState => {
    const full = resolve(path);
    const folder = readHostFolder(dirname(full), { include: [basename(full)] });
    const entry = folder.get(basename(full));
    if (!entry) throw new Error(`failed to stat ${full}: no such file or directory`);
    if (entry.kind !== "file") throw new Error(`${full} is not a regular file`);
    const { mode } = statSync(full);
    return { name: basename(full), entry: { ...entry, mode: mode & 0o7777, bytes: readFileSync(full) } };
  },
  service: (_, { ports, host }) => ({ kind: "host", host, ports, id: randomUUID() }),
  tunnel: (_, { service, ports, native }) => ({ kind: "tunnel", service, ports, native }),
};
