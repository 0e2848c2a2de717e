import { once } from "../once.ts";
import { docker } from "./docker.ts";
import { inspectImage } from "./inspect.ts";
import { BaseImageError, tail } from "./process.ts";
import { makeStandIn, type Say, STAND_IN_LABEL, standInFor } from "./stand-ins.ts";

/** What this process has found out: the name of each base, and why a registry gave no answer. */
const found = new Map<string, Promise<string>>();
const unreachable = new Map<string, string>();

/**
 * Makes sure that base images are in the local Docker: there already, pulled, or, where no registry
 * can be reached, made here out of packages under the same name and labelled as stand-ins.
 *
 * @param addresses as written after FROM
 * @param say gets a line for everything that takes time
 * @returns for each address the name to write after FROM; it differs only where a stand-in has no digest
 * @throws BaseImageError saying what, why and what to type
 */
export async function ensureBase(addresses: readonly string[], say: Say): Promise<ReadonlyMap<string, string>> {
  const names = addresses.map(
    async (address) => [address, await once(found, address, () => obtain(address, say))] as const,
  );
  return new Map(await Promise.all(names));
}

/** The name without its digest, which is what an image made here has, and the registry it comes from. */
export function nameAndRegistry(address: string): { readonly name: string; readonly registry: string } {
  const name = address.replace(/@sha256:[0-9a-f]{64}$/, "");
  const [first = "", ...rest] = name.split("/");
  return { name, registry: rest.length && /[.:]|^localhost$/.test(first) ? first : "docker.io" };
}

/** The name under which the image is in the local Docker afterwards. */
async function obtain(address: string, say: Say): Promise<string> {
  const { name, registry } = nameAndRegistry(address);
  if (await inspectImage(address)) return address;
  // A stand-in cannot have the real image's digest: it answers for its name.
  if (name !== address && (await inspectImage(name))?.Config.Labels?.[STAND_IN_LABEL]) return name;
  const why = unreachable.get(registry) ?? (await pull(address, say));
  if (why === undefined) return address;
  unreachable.set(registry, why);
  const standIn = standInFor(name);
  if (!standIn)
    throw new BaseImageError(
      `${name} cannot be had: ${registry} cannot be reached (${why}), and there is no stand-in for it on this machine`,
      `Connect to ${registry}, or bring the image from another machine: docker save ${name} | docker load`,
    );
  await ensureBase(standIn.bases, say);
  say(`${registry} cannot be reached (${why}): making a stand-in for ${name} from ${standIn.from}`);
  await makeStandIn(name, standIn, say);
  return name;
}

/** A registry that answers names the manifest well within this; a closed network may never answer. */
const firstAnswerMs = 8_000;

/**
 * Pulls an image, giving up early where the registry does not answer at all.
 *
 * @returns undefined where the image is here now, else why its registry could not be reached
 * @throws BaseImageError when the registry answered and refused
 */
async function pull(address: string, say: Say): Promise<string | undefined> {
  say(`pulling ${address}`);
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), firstAnswerMs);
  const onText = (text: string) => text.includes("Pulling from") && clearTimeout(timer);
  const { code, stdout, stderr } = await docker(["pull", address], { onText, signal: silence.signal });
  clearTimeout(timer);
  if (code === 0) return undefined;
  if (silence.signal.aborted) return `it does not answer within ${firstAnswerMs / 1000} s`;
  const why = unreachableBecause(stderr);
  if (why !== undefined) return why;
  const said = tail(stderr || stdout, 1);
  throw new BaseImageError(`${address} could not be pulled: ${said}`, `Try by hand: docker pull ${address}`);
}

/** What Docker says when the network, not the registry, said no. */
const network =
  /no such host|server misbehaving|name resolution|network is unreachable|no route to host|connection (refused|reset)|x509|timeout|timed out|deadline exceeded|request canceled|proxyconnect|\bEOF\b/i;

/** @returns the network's words where it kept a registry from answering; undefined where the registry answered */
export function unreachableBecause(log: string): string | undefined {
  // Where the words are not the daemon's, it is the daemon that cannot be reached.
  return log.includes("from daemon") && network.test(log) ? tail(log, 1).split(": ").at(-1) : undefined;
}
