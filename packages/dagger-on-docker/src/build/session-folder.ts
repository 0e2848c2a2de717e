import { randomUUID } from "node:crypto";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { once } from "../once.ts";
import { folderOf, sessionName } from "../service/sessions.ts";
import { copier } from "../tree/content.ts";
import { tarOf } from "../tree/tar.ts";
import { type Entry, fileEntry, type Tree } from "../tree/tree.ts";
import { hostCa } from "./host-ca.ts";

/** A session's folder for what it writes, below the system's for temporary files. Gone when the session closes. */
export class SessionFolder {
  readonly #home = folderOf(sessionName());
  /** Every build's context: one archive a tree. What else is written lies beside it, where no build reads. */
  readonly context = join(this.#home, "context");
  readonly #written = new Map<string, Promise<void>>();
  /** Copies what this machine's files hold at that moment. */
  readonly take = copier(join(this.#home, "taken"));

  /** Makes one, with what every build needs; nothing of it stays where that fails. */
  static async open(): Promise<SessionFolder> {
    const opened = new SessionFolder();
    mkdirSync(opened.#home, { mode: 0o700 });
    try {
      mkdirSync(opened.context);
      await opened.stage(await tools());
      return opened;
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  async stage(trees: ReadonlyMap<string, Tree>): Promise<void> {
    const write = ([name, tree]: [string, Tree]) =>
      once(this.#written, name, () => pipeline(tarOf(tree), createWriteStream(join(this.context, name))));
    await Promise.all([...trees].map(write));
  }

  place(): string {
    return join(this.#home, randomUUID());
  }

  /** Writes a file of its own and answers its path: of a Dockerfile from standard input, the client would leave a folder behind. */
  async write(text: string): Promise<string> {
    const path = this.place();
    await writeFile(path, text);
    return path;
  }

  close(): Promise<void> {
    return rm(this.#home, { recursive: true, force: true });
  }
}

/** The shim, places for its runtime and its records, and the host's certificates, by the archives they travel in. */
async function tools(): Promise<ReadonlyMap<string, Tree>> {
  // As one file of JavaScript: from TypeScript, Bun would leave a cache in the container's home folder.
  const entrypoints = [fileURLToPath(new URL("../shim/exec.ts", import.meta.url))];
  const [shim] = (await Bun.build({ entrypoints, target: "bun" })).outputs;
  if (!shim) throw new Error("the shim could not be bundled");
  const ca = hostCa();
  const empty = Buffer.alloc(0);
  const shimTree = new Map<string, Entry>([
    ["shim.mjs", fileEntry(Buffer.from(await shim.text()))],
    ["bun", fileEntry(empty)],
    ["lib", { kind: "folder", mode: 0o755 }],
    // Commands of any user write their records: a cache mount starts with this folder and its mode.
    ["records", { kind: "folder", mode: 0o777 }],
  ]);
  // Mounted into every step, in no layer; empty where the host has no certificates of its own.
  const caTree: Tree = new Map([["ca.crt", fileEntry(ca ? readFileSync(ca) : empty)]]);
  return new Map([
    ["tools.tar", shimTree],
    ["ca.tar", caTree],
  ]);
}
