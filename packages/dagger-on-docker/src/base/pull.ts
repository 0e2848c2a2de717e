import { docker } from "./docker.ts";
import { BaseImageError } from "./errors.ts";
import { tail } from "./process.ts";
import type { Reference } from "./reference.ts";

/** How a pull ended: the image is here, or its registry did not answer. */
export type Pulled = { readonly here: true } | { readonly here: false; readonly why: string };

/** A registry that answers names the manifest well within this; a closed network may never answer. */
const FIRST_ANSWER_MS = 8_000;

/** What Docker says when the network, not the registry, said no. Order matters: the first match is told. */
const NETWORK: readonly [pattern: RegExp, why: string][] = [
  [/no such host|server misbehaving|name resolution/i, "its name does not resolve"],
  [/network is unreachable|no route to host/i, "there is no route to it"],
  [/connection refused|connection reset/i, "the connection is refused"],
  [/x509|certificate/i, "its certificate is not trusted here"],
  [/timeout|timed out|deadline exceeded|request canceled/i, "it does not answer"],
  [/proxyconnect|\bEOF\b/i, "the connection is cut"],
];

/** @returns why the network kept a registry from answering, or undefined where the registry itself answered */
export function unreachableBecause(log: string): string | undefined {
  if (!log.includes("from daemon")) return undefined; // then it is the daemon that cannot be reached
  return NETWORK.find(([pattern]) => pattern.test(log))?.[1];
}

/** The registry's own refusals, with what to do about each. */
function refusal(reference: Reference, log: string): BaseImageError {
  const { name, registry } = reference;
  const hints: readonly [RegExp, string][] = [
    [/toomanyrequests|rate limit/i, `Sign in for a higher limit: docker login ${registry}`],
    [
      /manifest unknown|not found|no matching manifest/i,
      "Correct the tag: the registry has no such image for this platform.",
    ],
    [/denied|unauthorized|authentication required/i, `Correct the name, or sign in: docker login ${registry}`],
    [/cannot connect to the docker daemon|error during connect/i, "Start Docker: systemctl start docker"],
  ];
  const hint = hints.find(([pattern]) => pattern.test(log))?.[1] ?? `Try by hand: docker pull ${name}`;
  return new BaseImageError(`${name} could not be pulled`, tail(log, 1), hint);
}

/**
 * Pulls an image, giving up early where the registry does not answer at all.
 *
 * @throws BaseImageError when the registry answered and refused
 */
export async function pull(address: string, reference: Reference): Promise<Pulled> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), FIRST_ANSWER_MS);
  const onLine = (line: string) => line.includes("Pulling from") && clearTimeout(timer);
  const { code, stdout, stderr } = await docker(["pull", address], { onLine, signal: silence.signal });
  clearTimeout(timer);
  if (code === 0) return { here: true };
  if (silence.signal.aborted) return { here: false, why: `it does not answer within ${FIRST_ANSWER_MS / 1000} s` };
  const why = unreachableBecause(stderr);
  if (why === undefined) throw refusal(reference, stderr || stdout);
  return { here: false, why };
}
