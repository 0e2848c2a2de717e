import type { Container } from "@dagger.io/dagger";
import { ago, type Owner } from "../deploy/lock.js";
import { locked } from "../deploy/locked.js";
import { type Access, reach, step } from "../deploy/reach.js";
import { EXIT, nothingDeployed, Refusal, tail } from "../deploy/refusal.js";
import { Steps } from "../deploy/steps.js";
import { type Kept, makeBackup, parseKept } from "./backup.js";
import { withRepository } from "./repository.js";
import { LABEL, NOTED, scheduleOf, scheduleStack } from "./scheduled.js";
import { volumesOf } from "./volumes.js";

/** A month: a host that is backed up less often than that has no schedule. */
const RAREST = 31 * 86_400;

/**
 * Reads how many seconds there are from one backup to the next.
 *
 * @throws Refusal when it cannot be meant
 */
export function parseEvery(every: number): number {
  if (every >= 1 && every <= RAREST) return every;
  throw new Refusal(
    EXIT.refused,
    `--every ${every} s: that is no schedule.`,
    "Say it as in --every 24h, a month at most; dagger call schedule --off ends one.",
  );
}

/** Backups that a host makes by itself. */
export interface Schedule extends Kept {
  access: Access;
  owner: Owner;
  /** Seconds from one to the next. */
  every: number;
  wait: number;
}

/**
 * Has a host back itself up from now on, without anybody who deploys: makes the first backup, so that what was given is
 * known to do, and leaves a service beside the stack that makes the next ones. The same again with other words changes it.
 *
 * @returns the report
 * @throws Refusal when no backup could be made; a schedule that is there stays as it is then
 */
export async function schedule(given: Schedule): Promise<string> {
  const { access, owner, repository, database, keep, days, wait } = parseKept(given);
  const every = parseEvery(given.every);
  const { stack } = access;
  const steps = new Steps();
  const { report } = await locked(reach(access), { stack, owner, wait, steps }, async ({ release }) => {
    if (!release) throw nothingDeployed();
    const { id, text, image } = await makeBackup(access, release, given, steps, { more: NOTED });
    const contents = { volumes: volumesOf(stack, release), hasDatabase: Boolean(database) };
    const file = scheduleStack({ stack, image, repository, every, keep, days, ...contents });
    const on = withRepository(reach(access), repository, database).withNewFile("/stack.json", JSON.stringify(file));
    await steps.run("schedule", `a backup every ${ago(every)}`, () => begin(on));
    const report = `${text}\nFrom now on the host makes one every ${ago(every)}; dagger call health says when the last one was made.`;
    return { result: `every ${ago(every)}, backup ${id}`, report };
  });
  return [report, "", steps.toString()].join("\n");
}

/** Ends a host's own backups; those that it made stay. */
export async function unschedule({
  access,
  owner,
  wait,
}: Pick<Schedule, "access" | "owner" | "wait">): Promise<string> {
  const on = reach(access);
  const { stack } = access;
  const steps = new Steps();
  await locked(on, { stack, owner, wait, steps }, async () => {
    const { code, stderr } = await steps.run("schedule", "ends", () => step(on, ENDING));
    if (code !== 0)
      throw new Refusal(EXIT.unhealthy, "The schedule does not end.", "Type the same again.", tail(stderr, 5));
    return { result: "ended" };
  });
  return ["The host makes no backups by itself any more; those that it made stay.", "", steps.toString()].join("\n");
}

const SCHEDULE = [
  `name=${scheduleOf("$STACK")}`,
  // Named by their content, and in use by a schedule's service only.
  "sweep() { for secret in $(docker secret ls --quiet --filter name=${name}_); do docker secret rm $secret >/dev/null 2>&1 || :; done; }",
  'task() { docker ps --quiet --filter label=com.docker.swarm.service.name=${name}_backup "$@"; }',
] as const;

const ENDING = [
  ...SCHEDULE,
  "docker stack rm $name >/dev/null",
  "end=$(($(date +%s) + 60))",
  'while [ -n "$(task --all)" ]; do [ "$(date +%s)" -lt $end ] || { echo "Its container is still there." >&2; exit 1; }; sleep 0.3; done',
  "sweep",
  "docker volume rm $name >/dev/null 2>&1 || :",
] as const;

/** Gives the host the schedule and its secrets, and waits until it runs. */
async function begin(on: Container): Promise<void> {
  const { code, stderr } = await step(on, [
    ...SCHEDULE,
    'jq --arg here "node.id == $(docker node inspect self --format "{{.ID}}")" \'.services.backup.deploy.placement.constraints = [$here]\' /stack.json >/tmp/stack.json',
    "for key in passphrase password database; do",
    "  [ -e /run/given/$key ] || continue",
    "  secret=${name}_${key}_$(sha256sum </run/given/$key | cut -c1-12)",
    '  docker secret inspect "$secret" >/dev/null 2>&1 || docker secret create "$secret" /run/given/$key >/dev/null',
    "  jq --arg key $key --arg name \"$secret\" '.secrets[$key] = {external: true, $name} | .services.backup.secrets += [$key]' /tmp/stack.json >/tmp/more.json",
    "  mv /tmp/more.json /tmp/stack.json",
    "done",
    // So that the new container is told from the one that it comes after.
    "made=$(sha256sum </tmp/stack.json | cut -c1-12)",
    `jq --arg made $made '.services.backup.labels = {"${LABEL}.made": $made}' /tmp/stack.json >/tmp/more.json`,
    "mv /tmp/more.json /tmp/stack.json",
    "docker stack deploy --detach=true --resolve-image never -c /tmp/stack.json $name >/dev/null",
    "end=$(($(date +%s) + 60))",
    `until [ -n "$(task --filter status=running --filter label=${LABEL}.made=$made)" ]; do`,
    '  [ "$(date +%s)" -lt $end ] || { docker service ps --no-trunc --format "{{.CurrentState}} {{.Error}}" ${name}_backup >&2; exit 1; }',
    "  sleep 0.3",
    "done",
    "sweep",
  ]);
  if (code !== 0)
    throw new Refusal(
      EXIT.unhealthy,
      "A backup was made, and the schedule for the next ones does not run.",
      "See below why, mend it, and type the same again.",
      tail(stderr, 5),
    );
}
