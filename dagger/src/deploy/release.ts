import type { StackFile } from "../release/swarm.js";
import { LABEL } from "./remote.js";

/** What was deployed, as a Swarm config keeps it. */
export interface Release {
  /** Counted from 1. */
  number: number;
  /** What it calls itself: a version, a branch, a commit; or the number. */
  version: string;
  /** Seconds since 1970, by the host's clock. */
  at: number;
  by: string;
  run: string;
  /** The newest migration that it needs, as in `20251123000001_profiles`; older records do not say. */
  schema?: string;
  /** The release that this one is a copy of, where it is a rollback. */
  of?: number;
  /** Replicas by service, where somebody scaled them otherwise than the site's file says. */
  scaled: Record<string, number>;
  /** What `docker stack deploy` was given. */
  stack: StackFile;
}

/** One line of the audit: who did what, and what came of it. */
export interface Entry {
  at: number;
  by: string;
  run: string;
  action: string;
  result: string;
  /** Image digests by service, where the action was about images. */
  digests: Record<string, string>;
  seconds: number;
}

/** Releases and audit lines that are kept; Swarm's store is small. */
export const KEPT = { release: 20, audit: 200 } as const;

/**
 * Functions `keep KIND NAME`, which keeps standard input as a config and forgets the oldest of its kind, and
 * `kept KIND`, which prints the names of that kind, oldest first.
 */
export const KEEP = [
  "kept() {",
  `  docker config ls --filter label=${LABEL.stack}=$STACK --filter label=${LABEL.kind}=$1 --format '{{.Name}}' | sort -V`,
  "}",
  "keep() {",
  `  docker config create --label ${LABEL.stack}=$STACK --label ${LABEL.kind}=$1 "$2" - >/dev/null || return`,
  '  old=$(kept "$1" | head -n -"$3")',
  '  [ -z "$old" ] || docker config rm $old >/dev/null',
  "}",
  // read NAME...: the contents of configs, as one JSON array.
  "contents() {",
  "  [ $# -gt 0 ] || { echo '[]'; return; }",
  "  docker config inspect \"$@\" | jq -c 'map(.Spec.Data | @base64d | fromjson)'",
  "}",
] as const;

/** The image of each service by its digest, short enough to read: `web sha256:1a2b3c4d5e6f`. */
export const digestsOf = ({ services }: Pick<StackFile, "services">): Record<string, string> =>
  Object.fromEntries(Object.entries(services).map(([name, { image }]) => [name, digestOf(String(image))]));

/** The whole digest at a reference's end, as in `sha256:…`; nothing where it has none. */
export const wholeDigest = (reference: string): string | undefined => /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];

/** The digest in a reference, cut to twelve digits as Docker cuts an id; a reference without one as it is. */
export function digestOf(reference: string): string {
  const [, digest] = /@sha256:([0-9a-f]{12})/.exec(reference) ?? [];
  return digest ?? reference;
}
