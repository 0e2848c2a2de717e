import type { Release } from "../deploy/release.js";

/** A volume of a stack's. */
export interface Volume {
  /** As the stack file calls it. */
  key: string;
  /** As Docker does. */
  name: string;
}

/** What a backup holds. */
export interface Contents {
  volumes: readonly Volume[];
  hasDatabase: boolean;
}

/** As it is told. */
export const wordsOf = ({ volumes, hasDatabase }: Contents): string =>
  [...volumes.map(({ key }) => key), ...(hasDatabase ? ["the database"] : [])].join(", ");

/** The volumes that a release keeps its data in. */
export const volumesOf = (stack: string, release: Release): Volume[] =>
  Object.entries(release.stack.volumes).map(([key, volume]) => ({ key, name: volume?.name ?? `${stack}_${key}` }));

/** Shell functions that copy a folder so that the copy is of one moment, and tell what is in one. */
export const COPY = [
  // sums FOLDER: each file with its owner, mode and checksum, in an order that depends on neither disk nor time.
  "sums() {",
  "  (cd \"$1\" && { find . -path ./.restoring -prune -o -printf '%P %y %m %U %G %l\\n'; find . -path ./.restoring -prune -o -type f -exec sha256sum {} +; } | LC_ALL=C sort)",
  "}",
  "names() { (cd \"$1\" && find . -path ./.restoring -prune -o -printf '%P %i\\n' | LC_ALL=C sort); }",
  // copy FROM TO: what only grows is cut at some byte, which Redis knows to read; what is renamed meanwhile is copied again.
  "copy() {",
  "  for try in 1 2 3 4 5 6 7 8 9 10; do",
  '    before=$(names "$1"); rm -rf "$2"',
  '    said=$(cp -a "$1" "$2" 2>&1) && rm -rf "$2/.restoring" && [ "$(names "$1")" = "$before" ] && return',
  // On a full disk nothing could be written down of it.
  '    case $said in *"No space left"*) echo "$said" | tail -n 2 >&2; exit 54 ;; esac',
  "  done",
  '  echo "$1 does not keep still: ten copies of it were all of different moments." >&2; echo "$said" | tail -n 5 >&2; exit 54',
  "}",
] as const;

/** What a dump says, without what differs between two dumps of equal data: comments, settings, and the order of lines. */
export const SAME_DATA =
  "grep -vE '^(--|SET |\\\\(un)?restrict |SELECT pg_catalog.set_config)' | LC_ALL=C sort | sha256sum | cut -c1-64";
