import type { StackFile } from "../release/swarm.js";
import { replicasOf } from "./desired.js";
import { digestOf } from "./release.js";
import type { ServiceState, StackState, Task } from "./state.js";

/** How far a service is. */
export interface Standing {
  is: "waiting" | "done" | "failed";
  /** In words: `1 of 2 run, 1 starting`. */
  line: string;
}

/** A first version has no earlier one to go back to: Swarm would try it for ever. */
const TRIES = 6;

/**
 * How far a stack is on its way to what was deployed.
 *
 * @param wanted what was deployed
 * @param state what runs
 * @param since when it was deployed, by the host's clock: an ISO time. What failed before counts for nothing
 */
export function standings(wanted: StackFile, state: StackState, since: string): Record<string, Standing> {
  const all = Object.entries(wanted.services).map(([name, service]) => {
    const tasks = state.tasks.filter((task) => task.service === name);
    const want = { image: String(service.image), replicas: replicasOf(service) ?? 1 };
    return [name, standing(want, tasks, since, state.services[name])];
  });
  return Object.fromEntries(all);
}

function standing(
  want: { image: string; replicas: number },
  tasks: Task[],
  since: string,
  service?: ServiceState,
): Standing {
  if (!service) return { is: "waiting", line: "is not there yet" };
  const alive = tasks.filter(({ desired }) => desired === "running");
  const right = alive.filter(
    ({ image, state, current }) => state === "running" && current && sameImage(image, want.image),
  );
  const failed = tasks.filter(({ state, created }) => ["failed", "rejected"].includes(state) && created >= since);
  const isRecent = service.began >= since;
  if (isRecent && /^rollback_(completed|paused)$|^paused$/.test(service.update))
    return { is: "failed", line: `Swarm took it back: ${lastError(failed)}` };
  if (failed.length >= TRIES && !service.update)
    return { is: "failed", line: `ended ${failed.length} times: ${lastError(failed)}` };
  const counts = `${right.length} of ${want.replicas} run`;
  const isMoving = isRecent && ["updating", "rollback_started"].includes(service.update);
  if (right.length === want.replicas && alive.length === want.replicas && !isMoving)
    return { is: "done", line: counts };
  const others = alive.filter((task) => !right.includes(task));
  const words = [...new Set(others.map(({ state, current }) => (current ? state : "to be replaced")))];
  return {
    is: "waiting",
    line: [counts, ...words, ...(failed.length > 0 ? [`${failed.length} failed`] : [])].join(", "),
  };
}

/** Swarm may write the tag beside the digest, or not. */
const sameImage = (one: string, other: string): boolean => digestOf(one) === digestOf(other);

const lastError = (failed: Task[]): string => failed.at(-1)?.error || "a task did not become healthy";
