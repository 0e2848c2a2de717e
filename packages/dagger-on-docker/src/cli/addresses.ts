import { homedir } from "node:os";
import { resolve } from "node:path";
import type { CoreState, State } from "../module/state.ts";
import { Address, type ArgValue } from "./arguments.ts";
import type { Ask } from "./query.ts";

/**
 * Makes the objects that addresses name; other values stay as they are.
 *
 * @param ask runs a chain in the session
 */
export async function resolveValue(value: ArgValue, ask: Ask): Promise<State> {
  if (value instanceof Address) return resolveAddress(value, ask);
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolveValue(item, ask)));
  return value as State;
}

async function resolveAddress({ type, text, ignore }: Address, ask: Ask): Promise<CoreState> {
  const id = (await ask(chainOf(type, text, ignore))) as string;
  return { core: type, id };
}

function chainOf(type: string, text: string, ignore: readonly string[]): string {
  const quoted = JSON.stringify(text);
  // A folder is read at once, as the engine does: a wrong path is a mistake in the command line.
  if (type === "Directory") return `host{directory(path: ${hostPath(text)}, exclude: ${JSON.stringify(ignore)}){sync}}`;
  if (type === "File") return `host{file(path: ${hostPath(text)}){id}}`;
  if (type === "Container") return `container{from(address: ${quoted}){id}}`;
  if (type === "CacheVolume") return `cacheVolume(key: ${quoted}){id}`;
  if (type === "Service") return serviceChain(text);
  // Asking for its name as well tells an unknown kind of address at once; the value is not read.
  return `secret(uri: ${JSON.stringify(secretUri(text))}){id name}`;
}

function hostPath(text: string): string {
  if (/^(git@|(https?|ssh|git):\/\/)/.test(text))
    throw new Error(`"${text}" is a git address: it needs a Dagger engine`);
  const path = text.replace(/^file:\/\//, "").replace(/^~(?=\/|$)/, homedir());
  return JSON.stringify(resolve(path));
}

/** A name alone is an environment variable; `env:X` and `env://X` are the same. */
export function secretUri(text: string): string {
  const [, scheme, place] = /^([^:]+):(?:\/\/)?([\s\S]*)$/.exec(text) ?? [];
  return scheme === undefined ? `env://${text}` : `${scheme}://${place}`;
}

function serviceChain(text: string): string {
  const [, protocol, host, port] = /^(tcp|udp):\/\/(.+):(\d+)\/?$/.exec(text) ?? [];
  if (!protocol) throw new Error("unsupported service address. Must be a valid tcp:// or udp:// URL");
  const forward = `{frontend: ${port}, backend: ${port}, protocol: ${protocol.toUpperCase()}}`;
  return `host{service(ports: [${forward}], host: ${JSON.stringify(host)}){id}}`;
}

/** A Directory or File that a module takes when it is not given one. */
export function contextChain(type: string, path: string, ignore: readonly string[]): string {
  if (type === "File") return `host{file(path: ${JSON.stringify(path)}){id}}`;
  return `host{directory(path: ${JSON.stringify(path)}, exclude: ${JSON.stringify(ignore)}){id}}`;
}
