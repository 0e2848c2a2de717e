import { EXIT, Refusal } from "./refusal.js";
import { LABEL } from "./remote.js";

/** Who changes a stack, so that nobody else does meanwhile. */
export interface Owner {
  /** A person, or a workflow's actor. */
  by: string;
  /** What they do: `deploy`, `rollback` … */
  action: string;
  /** The run in CI, if it is one. */
  run: string;
}

/** A lock that is there. `id` is the config's own: who removes by it removes no other's. */
export interface Lock extends Owner {
  id: string;
  /** Seconds since 1970, by the host's clock: when it was taken, and when its owner was last heard of. */
  since: number;
  seen: number;
}

/** A deployer is heard of every ten seconds; after so many it is taken for dead. */
const SILENCE = 60;

/** Functions `beat`, `lock`, `locked` and `unlock`: a lock is a Swarm config, and creating one is atomic. */
export const LOCK = [
  // A config cannot be written again, so that its owner lives is said by a label of the node.
  'node() { docker node inspect self --format "{{.ID}}"; }',
  `beat() { docker node update --label-add "${LABEL.seen}.$STACK=$(ssh host date +%s)" "$(node)" >/dev/null; }`,
  "lock() {",
  // Who gives no name is known by the key.
  '  jq -nc --argjson owner "$OWNER" --argjson now "$(ssh host date +%s)" --arg key "$(ssh-keygen -lf /run/ssh/key | cut -d" " -f2 | cut -c1-19)" \\',
  "    '$owner + {since: $now} | .by = if .by == \"\" then $key else .by end' \\",
  `    | docker config create --label ${LABEL.stack}=$STACK --label ${LABEL.kind}=lock "$STACK.lock" - \\`,
  "    >/dev/null 2>/tmp/lock && beat && return",
  "  grep -qiE 'already (exists|in use)|AlreadyExists' /tmp/lock || { cat /tmp/lock >&2; exit 1; }",
  "  return 1",
  "}",
  // What has gone between two questions is as good as never there.
  "locked() {",
  '  seen=$(docker node inspect self | jq -r --arg name "' +
    LABEL.seen +
    '.$STACK" \'.[0].Spec.Labels[$name] // "0"\')',
  '  docker config inspect "$STACK.lock" 2>/dev/null | jq -c --argjson seen "$seen" \\',
  "    'map((.Spec.Data | @base64d | fromjson) + {id: .ID, seen: $seen}) | first // null'",
  "}",
  "unlock() {",
  '  docker config rm "$1" >/dev/null',
  `  docker node update --label-rm "${LABEL.seen}.$STACK" "$(node)" >/dev/null`,
  "}",
] as const;

/**
 * Whose the lock is, and what can be done.
 *
 * @param lock as it was found
 * @param now seconds since 1970, by the host's clock
 */
export function lockedBy(lock: Lock, now: number): Refusal {
  const silent = now - Math.max(lock.seen, lock.since);
  const isDead = silent > SILENCE;
  const run = lock.run ? ` (${lock.run})` : "";
  return new Refusal(
    EXIT.locked,
    `${lock.by} is at it: ${lock.action} since ${ago(now - lock.since)}, last heard of ${ago(silent)} ago${run}.`,
    isDead
      ? "Nothing has been heard of it for too long: if it was interrupted, type dagger call unlock, then this again."
      : "Wait for it, as in --wait 10m. If you know that it was interrupted: dagger call unlock",
  );
}

/** A span of seconds in words: `42 s`, `7 min`, `3 h`, `2 d`. */
export function ago(seconds: number): string {
  const span = Math.max(0, Math.round(seconds));
  if (span < 120) return `${span} s`;
  if (span < 7200) return `${Math.round(span / 60)} min`;
  return span < 172_800 ? `${Math.round(span / 3600)} h` : `${Math.round(span / 86_400)} d`;
}

/**
 * Reads a span of time.
 *
 * @param text as in `90s`, `10m`, `1h`; a number alone is seconds
 * @returns seconds
 */
export function spanOf(name: string, text: string): number {
  const [, count, unit = "s"] = /^(\d+)(s|m|h)?$/.exec(text) ?? [];
  if (!count)
    throw new Refusal(EXIT.refused, `--${name} ${text}: this is no span of time.`, `Say it as in --${name} 10m`);
  return Number(count) * { s: 1, m: 60, h: 3600 }[unit as "s" | "m" | "h"];
}

/** How long is waited for somebody else's lock, and for what is changed to become healthy. */
export const spansOf = (wait: string, deadline: string): { wait: number; deadline: number } => ({
  wait: spanOf("wait", wait),
  deadline: spanOf("deadline", deadline),
});
