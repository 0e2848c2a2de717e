import { buildStage, readFile } from "../build/build.ts";
import { copyFs, type Location, newFile, scratch } from "../build/fs.ts";
import type { Resolver } from "../graph.ts";
import type { Session } from "../session.ts";
import { whole } from "../tree/content.ts";
import { writeHostFile } from "../tree/host.ts";
import type { FileEntry } from "../tree/tree.ts";

/** A file as a value: known on this side, or where Docker has it. */
export type FileState = { readonly name: string } & ({ readonly entry: FileEntry } | { readonly at: Location });

/** Where Docker finds a file. */
export function fileLocation(file: FileState): Location {
  return "at" in file ? file.at : newFile(file.name, file.entry);
}

async function entryOf(session: Session, file: FileState): Promise<FileEntry> {
  return "entry" in file ? file.entry : readFile(session, file.at);
}

export const fileFields: { [field: string]: Resolver<Session, FileState> } = {
  name: ({ name }) => name,
  contents: async (file, _, session) => whole((await entryOf(session, file)).bytes).toString("utf8"),
  size: async (file, _, session) => (await entryOf(session, file)).bytes.length,
  export: async (file, { path, allowParentDirPath }, session) =>
    writeHostFile(file.name, await entryOf(session, file), path, allowParentDirPath),
  sync: async (file, _, session) => {
    // Taken out, since a file that is not there is an error.
    if ("at" in file) await buildStage(session, copyFs(scratch, { from: file.at, kind: "file", to: "/file" }));
  },
};
