import type { Container } from "@dagger.io/dagger";
import { replicasOf } from "../deploy/desired.js";
import type { Lock } from "../deploy/lock.js";
import type { Observed } from "../deploy/observe.js";
import { step } from "../deploy/reach.js";
import { EXIT, Refusal, tail } from "../deploy/refusal.js";
import type { Release } from "../deploy/release.js";
import { counted, rescale } from "../deploy/scale.js";
import { failedIn, watch, whyFailed } from "../deploy/watch.js";

/** Who writes to what is restored: those with a volume, and with the database all but who has a port of the host. */
export function stoppedFor({ stack }: Release, hasDatabase: boolean): string[] {
  return Object.entries(stack.services).flatMap(([name, { volumes, ports }]) => {
    const writes = ((volumes ?? []) as { type?: string; read_only?: boolean }[]).some(
      ({ type, read_only }) => type === "volume" && !read_only,
    );
    return writes || (hasDatabase && !ports) ? [name] : [];
  });
}

/** Stops services, and waits until they have ended. */
export async function stop(on: Container, stack: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const { code, stderr } = await step(on, [
    `docker service scale --detach ${names.map((name) => `${stack}_${name}=0`).join(" ")} >/dev/null`,
    `users() { for name in ${names.map((name) => `${stack}_${name}`).join(" ")}; do docker ps --quiet --filter label=com.docker.swarm.service.name=$name; done; }`,
    "end=$(($(date +%s) + 120))",
    'while [ -n "$(users)" ]; do [ "$(date +%s)" -lt $end ] || { echo "They do not end." >&2; exit 1; }; sleep 0.3; done',
  ]);
  if (code !== 0)
    throw new Refusal(
      EXIT.unhealthy,
      `${names.join(", ")} could not be stopped; nothing was restored.`,
      "Type the same again: it starts them.",
      tail(stderr, 5),
    );
}

/** What is started again. */
interface Started {
  stack: string;
  release: Release;
  seen: Observed;
  lock: Lock;
  stopped: readonly string[];
  deadline: number;
}

/** Starts them as they were; what an interrupted run had left stopped, as the release says. */
export async function start(on: Container, { stack, release, seen, lock, stopped, deadline }: Started): Promise<void> {
  if (stopped.length === 0) return;
  const counts = stopped.map((name) => {
    const was = seen.state.services[name]?.replicas;
    return [name, was || (replicasOf(release.stack.services[name]) ?? 1)] as const;
  });
  const { since, refused } = await rescale(on, stack, Object.fromEntries(counts));
  const scalable = counts.filter(([name]) => replicasOf(release.stack.services[name]) !== undefined);
  const goal = counted(release.stack, Object.fromEntries(scalable));
  const outcome =
    refused === undefined ? await watch(on, { name: stack, stack: goal, since, lock, deadline }) : undefined;
  const away = outcome ? failedIn(outcome) : [];
  if (!outcome || away.length > 0)
    throw new Refusal(
      EXIT.unhealthy,
      `What was stopped for the restore does not all run again: ${away.join(", ") || stopped.join(", ")}.`,
      "Type the same again: it starts them.",
      outcome ? await whyFailed(on, outcome, away, since) : refused,
    );
}
