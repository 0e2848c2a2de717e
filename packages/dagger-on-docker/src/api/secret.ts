import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { promisify } from "node:util";
import type { Args, Resolver } from "../graph.ts";
import type { Session } from "../session.ts";

/** A secret as a value: where it is found, never what it is. */
export interface SecretState {
  /** Its address: part of cache keys and of Dockerfile text. */
  readonly uri: string;
  readonly plaintext: () => Promise<string>;
}

/** The secrets of a session, by address. Their values are handed to Docker at the moment of use only. */
export class Secrets {
  readonly #states = new Map<string, SecretState>();

  /** The address of the secret behind an id of the API, from now on known here. */
  async load(session: Session, id: string): Promise<string> {
    const state = await session.graph.load<SecretState>(id, "Secret");
    this.#states.set(state.uri, state);
    return state.uri;
  }

  /** The plaintext behind an address that was loaded. */
  async value(uri: string): Promise<string> {
    const state = this.#states.get(uri);
    if (!state) throw new Error(`unknown secret ${uri}`);
    return state.plaintext();
  }
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
    } catch {
      throw new Error(`failed to read secret file ${JSON.stringify(full)}: open ${full}: no such file or directory`);
    }
  },
  async cmd(line) {
    try {
      return (await promisify(execFile)("sh", ["-c", line])).stdout;
    } catch (error) {
      throw new Error(`failed to run secret command (exit code ${(error as { code?: number }).code ?? "unknown"})`);
    }
  },
};

/** A secret by address: `env://NAME`, `file://PATH`, `cmd://LINE`. */
export function secretAt({ uri }: Args): SecretState {
  const [, scheme = "", rest = ""] = /^([a-z]+):\/\/(.*)$/s.exec(uri) ?? [];
  if (!scheme) throw new Error(`parse ${JSON.stringify(uri)}: malformed id`);
  const read = providers[scheme];
  if (!read) throw new Error(`unsupported secret provider: ${JSON.stringify(scheme)}`);
  return { uri, plaintext: () => read(rest) };
}

/** Fields of Secret. */
export const secretFields: { [field: string]: Resolver<Session, SecretState> } = {
  plaintext: ({ plaintext }) => plaintext(),
};
