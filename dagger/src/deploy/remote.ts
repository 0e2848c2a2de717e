/** Labels of what a stack keeps in Swarm: its lock, its releases, its audit. */
export const LABEL = {
  stack: "org.flipdocs.stack",
  kind: "org.flipdocs.kind",
  seen: "org.flipdocs.seen",
  /** The replicas that a service goes back to, where it has more for a moment. */
  replicas: "org.flipdocs.replicas",
  /** Of a host that was seen to reach the others, and they it. */
  joined: "org.flipdocs.joined",
} as const;

/** A function `part NAME COMMAND...`: what a command prints, under a heading; `parts` takes them apart again. */
export const PART = ['part() { printf "\\n==== %s\\n" "$1"; shift; "$@"; }'] as const;

/**
 * Takes apart what a step printed in parts.
 *
 * @returns each part's text by its name
 */
export function parts(stdout: string): Record<string, string> {
  const [, ...all] = stdout.split(/^==== /m);
  return Object.fromEntries(
    all.map((text) => {
      const end = text.indexOf("\n");
      return [text.slice(0, end), text.slice(end + 1).trim()];
    }),
  );
}

/** The lines of a part that are not empty. */
export const lines = (text = ""): string[] => text.split("\n").filter(Boolean);
