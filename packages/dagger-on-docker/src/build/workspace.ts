import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeTar } from "../tree/tar.ts";
import type { Tree } from "../tree/tree.ts";

/** The folder that is every build's context: the shim and one archive a tree. Gone when the session closes. */
export interface Workspace {
  readonly folder: string;
  /** Writes the archives that are not there yet. */
  stage(trees: ReadonlyMap<string, Tree>): Promise<void>;
}

const sources = new URL("../", import.meta.url).pathname;

/** Makes a workspace below the system's folder for temporary files. */
export async function openWorkspace(): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), "dagger-on-docker-"));
  await mkdir(join(folder, "tools/tree"), { recursive: true });
  await cp(join(sources, "shim"), join(folder, "tools/shim"), { recursive: true, filter: (path) => !path.endsWith(".test.ts") });
  await cp(join(sources, "tree/patterns.ts"), join(folder, "tools/tree/patterns.ts"));
  const written = new Map<string, Promise<void>>();
  const write = async (name: string, tree: Tree) => {
    if (!existsSync(join(folder, name))) await writeFile(join(folder, name), await writeTar(tree));
  };
  return {
    folder,
    async stage(trees) {
      for (const [name, tree] of trees) if (!written.has(name)) written.set(name, write(name, tree));
      await Promise.all(written.values());
    },
  };
}

/** Removes what a session put on the host. */
export async function closeWorkspace({ folder }: Workspace): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
