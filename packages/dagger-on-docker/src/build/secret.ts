import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { run, tail } from "../base/process.ts";
import type { Args } from "../graph.ts";
import { reasonOf } from "../reason.ts";

/** A secret as a value: where it is found, never what it is. */
export interface SecretState {
  /** Its address: part of cache keys and of Dockerfile text. */
  readonly uri: string;
}

/** scheme → how the value behind an address is read. */
const providers: { [scheme: string]: (rest: string) => Promise<string> } = {
  async env(name) {
    const value = process.env[name];
    if (value === undefined) throw new Error(`secret env var not found: ${JSON.stringify(`${name.slice(0, 3)}...`)}`);
    return value;
  },
  async file(path) {
    const full = path.replace(/^~(?=\/)/, homedir());
    try {
      return await readFile(full, "utf8");
    } catch (error) {
      throw new Error(`failed to read secret file ${JSON.stringify(full)}: open ${full}: ${reasonOf(error)}`);
    }
  },
  async cmd(line) {
    const { code = "unknown", stdout, stderr } = await run("sh", ["-c", line]);
    if (code === 0) return stdout;
    throw new Error([`failed to run secret command (exit code ${code})`, tail(stderr, 1)].filter(Boolean).join(": "));
  },
};

/** What reads the value at an address: `env://NAME`, `file://PATH`, `cmd://LINE`. */
function reader(uri: string): () => Promise<string> {
  const [, scheme = "", rest = ""] = /^([a-z]+):\/\/(.*)$/s.exec(uri) ?? [];
  if (!scheme) throw new Error(`parse ${JSON.stringify(uri)}: malformed id: a secret is env://…, file://… or cmd://…`);
  const read = providers[scheme];
  if (!read) throw new Error(`unsupported secret provider: ${JSON.stringify(scheme)}: there are env, file and cmd`);
  return () => read(rest);
}

/** A secret by address; its value is read at the moment of use only. */
export function secretAt({ uri }: Args): SecretState {
  reader(uri);
  return { uri };
}

export const readSecret = (uri: string): Promise<string> => reader(uri)();
