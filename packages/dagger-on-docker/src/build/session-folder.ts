import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { type Content, copier } from "../tree/content.ts";
import { tarOf } from "../tree/tar.ts";
import type { Tree } from "../tree/tree.ts";
import { hostCa } from "./host-ca.ts";

/** A session's folder for what it writes. Gone when the session closes. */
export class SessionFolder {
  /** Every build's context: the shim and one archive a tree. What else is written lies beside it, where no build reads. */
  readonly context: string;
  readonly #written = new Map<string, Promise<void>>();

  /** Copies what this machine's files hold at that moment. */
  readonly take: (content: Content) => Content;

  private constructor(private readonly home: string) {
    this.context = join(home, "context");
    this.take = copier(join(home, "taken"));
  }

  /** Makes one below the system's folder for temporary files; nothing of it stays where that fails. */
  static async open(): Promise<SessionFolder> {
    const opened = new SessionFolder(await mkdtemp(join(tmpdir(), "dagger-on-docker-")));
    await fill(opened.context).catch(async (error) => {
      await opened.close();
      throw error;
    });
    return opened;
  }

  /** Writes the archives that are not there yet. */
  async stage(trees: ReadonlyMap<string, Tree>): Promise<void> {
    for (const [name, tree] of trees)
      if (!this.#written.has(name))
        this.#written.set(name, pipeline(tarOf(tree), createWriteStream(join(this.context, name))));
    await Promise.all(this.#written.values());
  }

  /** A path for something of its own. */
  place(): string {
    return join(this.home, randomUUID());
  }

  /** Writes a file of its own and answers its path: of a Dockerfile from standard input, the client would leave a folder behind. */
  async write(text: string): Promise<string> {
    const path = this.place();
    await writeFile(path, text);
    return path;
  }

  close(): Promise<void> {
    return rm(this.home, { recursive: true, force: true });
  }
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
