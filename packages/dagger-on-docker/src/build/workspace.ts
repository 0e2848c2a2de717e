import { randomUUID } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { tarOf } from "../tree/tar.ts";
import type { Tree } from "../tree/tree.ts";
import { hostCa } from "./host-ca.ts";

/** The folder that is every build's context: the shim and one archive a tree. Gone when the session closes. */
export interface Workspace {
  readonly folder: string;
  /** Writes the archives that are not there yet. */
  stage(trees: ReadonlyMap<string, Tree>): Promise<void>;
  /** Writes a Dockerfile and answers its path: from standard input, the client would leave a folder behind. */
  write(dockerfile: string): Promise<string>;
}

/** Makes a workspace below the system's folder for temporary files; nothing of it stays where that fails. */
export async function openWorkspace(): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), "dagger-on-docker-"));
  try {
    await fill(folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const written = new Map<string, Promise<void>>();
  const write = async (name: string, tree: Tree) => {
    if (!existsSync(join(folder, name))) await pipeline(tarOf(tree), createWriteStream(join(folder, name)));
  };
  return {
    folder,
    async stage(trees) {
      for (const [name, tree] of trees) if (!written.has(name)) written.set(name, write(name, tree));
      await Promise.all(written.values());
    },
    async write(dockerfile) {
      const path = join(folder, `${randomUUID()}.Dockerfile`);
      await writeFile(path, dockerfile);
      return path;
    },
  };
}

/** What commands of any user read or write, whatever the umask of who builds. */
const MODES = {
  tools: 0o755,
  "tools/lib": 0o755,
  // They write their records: a cache mount starts with this folder and its mode.
  "tools/records": 0o777,
  "tools/shim.mjs": 0o644,
  "tools/bun": 0o644,
  "ca.crt": 0o644,
};

/** Lays down what every build's context holds. */
async function fill(folder: string): Promise<void> {
  await mkdir(join(folder, "tools/records"), { recursive: true });
  await writeFile(join(folder, "tools/shim.mjs"), await bundleShim());
  // The places for its runtime.
  await mkdir(join(folder, "tools/lib"));
  await writeFile(join(folder, "tools/bun"), "");
  // Mounted into every step, in no layer; empty where the host has no certificates of its own.
  const ca = hostCa();
  await writeFile(join(folder, "ca.crt"), ca ? await readFile(ca) : "");
  for (const [name, mode] of Object.entries(MODES)) await chmod(join(folder, name), mode);
}

/** The shim as one file of JavaScript: from TypeScript, Bun would leave a cache in the container's home folder. */
async function bundleShim(): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: [fileURLToPath(new URL("../shim/exec.ts", import.meta.url))],
    target: "bun",
  });
  const [bundle] = outputs;
  if (!bundle) throw new Error("the shim could not be bundled");
  return bundle.text();
}

/** Removes what a session put on the host. */
export async function closeWorkspace({ folder }: Workspace): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
