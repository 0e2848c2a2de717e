import type { Container } from "@dagger.io/dagger";
import { quoted } from "../shell.js";
import { LOCK, type Lock } from "./lock.js";
import { step } from "./reach.js";
import { EXIT, Refusal, tail } from "./refusal.js";
import { type Entry, KEEP, KEPT, type Release } from "./release.js";

/** How something that was done under a lock ended. */
export interface Ending {
  lock: Lock;
  entry: Entry;
  /** Where it made a new release. */
  release?: Release;
  /** A release was tried and taken back: who watches the site is told. */
  isRolledBack?: boolean;
}

/** Lines that post an alert where the site's monitoring runs beside it (docs/monitoring.md). The audit counts, not this. */
export function alerting(stack: string, result: string): string[] {
  const words = [
    ...["ReleaseRolledBack", "severity=ticket", `stack=${stack}`],
    `--annotation=summary=${JSON.stringify(`A release of ${stack} was taken back: ${result}`)}`,
    '--annotation=action="What served before serves. The report of the deploy says why, and dagger call audit whose it was."',
  ];
  return [
    `task=$(docker ps --quiet --filter label=com.docker.swarm.service.name=${stack}-monitoring_alertmanager | head -n 1)`,
    `[ -z "$task" ] || docker exec "$task" amtool --alertmanager.url=http://127.0.0.1:9093 alert add ${words.map(quoted).join(" ")} || :`,
  ];
}

/** Writes down what was done, and lets go of the lock: always, and in one step. */
export async function finish(
  on: Container,
  stack: string,
  { lock, entry, release, isRolledBack }: Ending,
): Promise<void> {
  const prepared = release ? on.withNewFile("/release.json", JSON.stringify(release)) : on;
  const { code, stderr } = await step(prepared, [
    ...LOCK,
    ...KEEP,
    ...(release ? [`keep release ${quoted(`${stack}.release.${release.number}`)} ${KEPT.release} </release.json`] : []),
    // On a line of its own: ssh would read what is meant for the record.
    "at=$(ssh host date +%s)",
    `printf %s ${quoted(JSON.stringify(entry))} | keep audit "$STACK.audit.$at-$$" ${KEPT.audit} || failed=yes`,
    `unlock ${lock.id}`,
    ...(isRolledBack ? alerting(stack, entry.result) : []),
    '[ -z "${failed:-}" ]',
  ]);
  if (code !== 0)
    throw new Refusal(
      EXIT.unhealthy,
      "It was done, and could not be written down on the host.",
      "Type the same again; if it says that somebody is at it, dagger call unlock first.",
      tail(stderr, 5),
    );
}
