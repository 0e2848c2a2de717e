import { homedir } from "node:os";
import { join } from "node:path";
import { docker } from "./docker.ts";
import { BaseImageError } from "./errors.ts";
import { withLock } from "./lock.ts";
import { makeStandIn, type Progress } from "./make.ts";
import { pull } from "./pull.ts";
import { parseReference, type Reference } from "./reference.ts";
import { type Architecture, STAND_IN_LABEL } from "./stand-ins/stand-in.ts";
import { standInFor } from "./stand-ins/table.ts";

const architecture: Architecture = process.arch === "arm64" ? "arm64" : "x64";
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "flipdocs", "stand-ins");

/** What this process has found out: the name of each base, and why a registry gave no answer. */
const found = new Map<string, Promise<string>>();
const unreachable = new Map<string, string>();

const areLocal = async (names: readonly string[]) =>
  (await docker(["image", "inspect", "--format", "{{.Id}}", ...names])).code === 0;

async function isStandIn(name: string): Promise<boolean> {
  const format = `{{index .Config.Labels "${STAND_IN_LABEL}"}}`;
  const { code, stdout } = await docker(["image", "inspect", "--format", format, name]);
  return code === 0 && stdout.trim() !== "";
}

function cannotBeMade({ name, registry }: Reference, why: string): BaseImageError {
  return new BaseImageError(
    `${name} cannot be had`,
    `${registry} cannot be reached (${why}), and there is no stand-in for this image`,
    `Connect to ${registry}, or bring the image from another machine: docker save ${name} | docker load`,
  );
}

async function make(reference: Reference, why: string, progress: Progress): Promise<string> {
  const { name, registry } = reference;
  const standIn = standInFor(reference, architecture);
  if (standIn === undefined) throw cannotBeMade(reference, why);
  if (standIn.kind === "build") await ensureBase(standIn.bases, progress);
  await withLock(cache, name, async () => {
    if (await areLocal([name])) return; // another process was quicker
    progress(`${registry} cannot be reached (${why}): making a stand-in for ${name} from ${standIn.from}`);
    await makeStandIn(reference, standIn, join(cache, name.replace(/[^\w.-]/g, "_")), progress);
  });
  return name;
}

/** @returns the name under which the image is in the local Docker afterwards */
async function obtain(address: string, progress: Progress): Promise<string> {
  if (await areLocal([address])) return address;
  const reference = parseReference(address);
  // A stand-in cannot have the real image's digest: it answers for its name.
  if (reference.digest !== undefined && (await isStandIn(reference.name))) return reference.name;
  const known = unreachable.get(reference.registry);
  if (known !== undefined) return make(reference, known, progress);
  progress(`pulling ${address}`);
  const pulled = await pull(address, reference);
  if (pulled.here) return address;
  unreachable.set(reference.registry, pulled.why);
  return make(reference, pulled.why, progress);
}

function once(address: string, progress: Progress): Promise<string> {
  const known = found.get(address);
  if (known !== undefined) return known;
  const name = obtain(address, progress);
  found.set(address, name);
  name.catch(() => found.delete(address));
  return name;
}

/**
 * Makes sure that base images are in the local Docker: there already, pulled, or, where no registry
 * can be reached, made here out of packages under the same name and labelled as stand-ins.
 *
 * @param addresses as written after FROM
 * @param progress gets a line for everything that takes time
 * @returns for each address the name to write after FROM; it differs only where a stand-in has no digest
 * @throws BaseImageError saying what, why and what to type
 */
export async function ensureBase(
  addresses: readonly string[],
  progress: Progress,
): Promise<ReadonlyMap<string, string>> {
  const fresh = [...new Set(addresses)].filter((address) => !found.has(address));
  // One question for all of them is all that a call costs when nothing is missing.
  if (fresh.length > 1 && (await areLocal(fresh))) {
    for (const address of fresh) found.set(address, Promise.resolve(address));
  }
  const names = await Promise.all(addresses.map(async (address) => [address, await once(address, progress)] as const));
  return new Map(names);
}
