import { buildStage, readFile } from "../build/build.ts";
import { copyFs, knownFile, type Location, scratch } from "../build/fs.ts";
import type { Resolver } from "../graph.ts";
import type { Session } from "../session.ts";
import { whole } from "../tree/content.ts";
import { writeHostFile } from "../tree/host.ts";
import type { FileEntry } from "../tree/tree.ts";

export type FileState = { readonly name: string; readonly at: Location };

async function entryOf(session: Session, { at }: FileState): Promise<FileEntry> {
  return knownFile(at) ?? readFile(session, at);
}

export const fileFields: { [field: string]: Resolver<Session, FileState> } = {
  name: ({ name }) => name,
  contents: async (file, _, session) => whole((await entryOf(session, file)).bytes).toString("utf8"),
  size: async (file, _, session) => (await entryOf(session, file)).bytes.length,
  export: async (file, { path, allowParentDirPath }, session) =>
    writeHostFile(file.name, await entryOf(session, file), path, allowParentDirPath),
  sync: async ({ at }, _, session) => {
    // Taken out, since a file that is not there is an error.
    if (!knownFile(at)) await buildStage(session, copyFs(scratch, { from: at, kind: "file", to: "/file" }));
  },
};
