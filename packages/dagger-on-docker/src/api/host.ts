import { lstatSync } from "node:fs";
import { basename, resolve } from "node:path";
import { directoryOf, newFile } from "../build/fs.ts";
import type { Fields } from "../graph.ts";
import type { Session } from "../session.ts";
import { readHostFolder } from "../tree/host.ts";
import { fileEntry } from "../tree/tree.ts";
import type { FileState } from "./file.ts";

/** Fields of Host: what of the machine that runs the session a pipeline may see. */
export const hostFields: Fields<Session>[string] = {
  directory: (_, { path, include, exclude }, { folder }) =>
    directoryOf(readHostFolder(path, { include, exclude }, folder.take)),
  file: (_, { path }, { folder }): FileState => {
    // The file alone: its folder may hold anything, as /tmp does.
    const full = resolve(path);
    const stat = lstatSync(full, { throwIfNoEntry: false });
    if (!stat) throw new Error(`failed to stat ${full}: no such file or directory`);
    if (!stat.isFile()) throw new Error(`${full} is not a regular file`);
    const entry = fileEntry(folder.take({ path: full, length: stat.size }), stat.mode & 0o7777);
    return { name: basename(full), at: newFile(basename(full), entry) };
  },
};
