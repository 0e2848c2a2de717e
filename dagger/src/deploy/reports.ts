import { due, judgedDue } from "../backup/due.js";
import { quoted } from "../shell.js";
import { judgedHosts, placement } from "./hosts.js";
import { ago, lockedBy } from "./lock.js";
import { observe } from "./observe.js";
import { type Access, reach, step } from "./reach.js";
import { read } from "./read.js";
import { EXIT, Refusal, tail } from "./refusal.js";
import { digestOf, digestsOf, type Entry, type Release } from "./release.js";
import { PART } from "./remote.js";
import type { ServiceState, Task } from "./state.js";
import { type Format, moment, table } from "./table.js";

/** The releases that are kept, newest first. */
export async function releases(access: Access, format: Format): Promise<string> {
  const all = await read<Release>(reach(access), access.stack, "release");
  const rows = all.toReversed().map(({ number, version, at, by, run, of, schema, stack }, index) => ({
    release: number,
    version,
    deployed: moment(at),
    by,
    now: index === 0 ? "serves" : "",
    of: of === undefined ? "" : `as release ${of}`,
    schema: schema ?? "",
    images: digests(digestsOf(stack)),
    run,
  }));
  if (rows.length === 0 && format === "table") return "Nothing was deployed yet.";
  return table(rows, ["release", "version", "deployed", "by", "now", "of", "images"], format);
}

/** Who did what, newest first. */
export async function audit(access: Access, format: Format): Promise<string> {
  const all = await read<Entry>(reach(access), access.stack, "audit");
  if (format === "json") return JSON.stringify(all.toReversed(), null, 2);
  const rows = all
    .toReversed()
    .map(({ at, digests: images, ...entry }) => ({ at: moment(at), ...entry, images: digests(images) }));
  if (rows.length === 0 && format === "table") return "Nothing was done yet.";
  return table(rows, ["at", "by", "action", "result", "seconds", "images", "run"], format);
}

const digests = (images: Record<string, string>): string =>
  Object.entries(images)
    .map(([name, digest]) => `${name} ${digest}`)
    .join(", ");

/** What runs, service by service, and whether somebody is changing it. */
export async function status(access: Access, format: Format): Promise<string> {
  const [seen, backups] = await Promise.all([observe(reach(access), access.stack), due(access)]);
  const { state, release, lock, now } = seen;
  const rows = Object.entries(state.services).map(([name, service]) => ({
    service: name,
    ...running(name, service, state.tasks),
    on: placement(name, state.tasks, seen.hosts),
    image: digestOf(service.image),
    update: service.update,
  }));
  if (format === "json")
    return JSON.stringify(
      { release: release?.number, version: release?.version, lock, backups, hosts: seen.hosts, services: rows },
      null,
      2,
    );
  const head = release
    ? `Release ${release.number} (${release.version}), deployed ${ago(now - release.at)} ago by ${release.by}.`
    : "Nothing was deployed from here yet.";
  const locked = lock ? [lockedBy(lock, now).problem] : [];
  const kept = backups ? [`Backups: ${judgedDue(backups, Object.keys(release?.stack.volumes ?? {})).says}.`] : [];
  const judged = release ? judgedHosts(seen.hosts, release.stack, state.tasks) : [];
  const hosts = judged.map(({ check, says }) => `${check}: ${says}.`);
  const on = seen.hosts.length > 1 ? (["on"] as const) : [];
  const columns = ["service", "replicas", "state", ...on, "image", "update"] as const;
  return [head, ...locked, ...kept, ...hosts, "", table(rows, columns, format)].join("\n");
}

/** How many replicas of a service run, and what the others do. */
export function running(
  name: string,
  { replicas }: ServiceState,
  tasks: readonly Task[],
): { replicas: string; state: string } {
  const alive = tasks.filter(({ service, desired }) => service === name && desired === "running");
  const well = alive.filter(({ state }) => state === "running");
  const others = alive
    .filter((task) => !well.includes(task))
    .map(({ state, error }) => (error ? `${state}: ${error}` : state));
  return { replicas: `${well.length}/${replicas}`, state: [...new Set(others)].join(", ") || "healthy" };
}

/** What is wanted of the logs. */
export interface Logged {
  service: string;
  /** Lines of each replica. */
  tail: number;
  /** As in `10m`, or a time. */
  since: string;
}

/** The end of a service's log, all replicas together. */
export async function logs(access: Access, { service, tail: count, since }: Logged): Promise<string> {
  const name = quoted(`${access.stack}_${service}`);
  const { code, stdout, stderr } = await step(reach(access), [
    ...PART,
    `docker service inspect ${name} >/dev/null 2>/tmp/none || { docker service ls --filter label=com.docker.stack.namespace=$STACK --format '{{.Name}}' | sed "s/^\${STACK}_//" | tr '\\n' ' ' >&2; exit 44; }`,
    `docker service logs --no-trunc --tail ${count} ${since ? `--since ${quoted(since)} ` : ""}${name} 2>&1`,
  ]);
  if (code === 44)
    throw new Refusal(EXIT.refused, `There is no service ${service}.`, `Say one of: ${stderr.trim() || "none runs"}`);
  if (code !== 0)
    throw new Refusal(
      EXIT.refused,
      `The log of ${service} cannot be read.`,
      "What Docker says of it is below.",
      tail(stdout + stderr, 5),
    );
  return stdout.trimEnd();
}

/** Takes away a lock that nobody is left to let go of. */
export async function unlock(access: Access): Promise<string> {
  const on = reach(access);
  const { lock, now } = await observe(on, access.stack);
  if (!lock) return "Nobody has the lock.";
  const { code, stderr } = await step(on, [`docker config rm ${lock.id} >/dev/null`]);
  if (code !== 0)
    throw new Refusal(
      EXIT.refused,
      "The lock could not be taken away.",
      "What Docker says of it is below.",
      tail(stderr, 5),
    );
  return `Took away the lock of ${lock.by}: ${lock.action}, ${ago(now - lock.since)} ago, last heard of ${ago(now - lock.seen)} ago.`;
}
