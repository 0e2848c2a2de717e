import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { promisify } from "node:util";
import type { Args, Resolver } from "../graph.ts";
import type { Session } from "../session.ts";

/** A secret as a value: where it is found, never what it is. */
export interface SecretState {
  /** The same for the same source: part of cache keys and of Dockerfile text. */
  readonly id: string;
  readonly name: string;
  readonly uri: string;
  readonly plaintext: () => Promise<string>;
}

/** The secrets of a session, by id. Their values are handed to Docker at the moment of use only. */
export class Secrets {
  readonly #states = new Map<string, SecretState>();
  readonly #given = new Map<string, string[]>();

  /** The secret behind an id of the API, from now on known here by its own id. */
  async load(session: Session, id: string): Promise<string> {
    const state = await session.graph.load<SecretState>(id, "Secret");
    this.#states.set(state.id, state);
    return state.id;
  }

  /** The plaintext behind a secret's own id. */
  async value(id: string): Promise<string> {
    const state = this.#states.get(id);
    if (!state) throw new Error(`unknown secret ${id}`);
    return state.plaintext();
  }

  /** A secret whose value the program gave; two values of one name are two secrets. */
  set(name: string, plaintext: string): SecretState {
    const values = this.#given.get(name) ?? [];
    if (!values.includes(plaintext)) values.push(plaintext);
    this.#given.set(name, values);
    const id = `set:${name}#${values.indexOf(plaintext)}`;
    return { id, name, uri: "", plaintext: async () => plaintext };
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
  return { id: uri, name: "", uri, plaintext: () => read(rest) };
}

/** Fields of Secret. */
export const secretFields: { [field: string]: Resolver<Session, SecretState> } = {
  name: ({ name }) => name,
  uri: ({ uri }) => uri,
  plaintext: ({ plaintext }) => plaintext(),
};
