import type { Container } from "@dagger.io/dagger";
import { say } from "../progress.js";
import type { StackFile } from "../release/swarm.js";
import { replicasOf } from "./desired.js";
import { type Host, uneven } from "./hosts.js";
import type { Lock } from "./lock.js";
import { counted, rescale } from "./scale.js";
import type { StackState } from "./state.js";
import type { Steps } from "./steps.js";
import { failedIn, watch } from "./watch.js";

/** A stack that serves, and where. */
export interface Spread {
  name: string;
  stack: StackFile;
  hosts: readonly Host[];
  lock: Lock;
  /** Seconds. */
  deadline: number;
  steps: Steps;
}

/**
 * Spreads the replicas of a stack over all hosts, as far as they stand unevenly: Swarm moves nothing that runs. More of
 * them serve for a moment, none is replaced. One that does not become healthy meanwhile is said, and no failure: the site
 * serves from where it did.
 *
 * @returns what runs then
 */
export async function spread(on: Container, given: Spread, state: StackState): Promise<StackState> {
  const { name, stack, hosts, lock, deadline, steps } = given;
  const more = uneven(stack, state.tasks, hosts);
  const names = Object.keys(more);
  if (names.length === 0) return state;
  const counts = Object.fromEntries(names.map((service) => [service, replicasOf(stack.services[service]) ?? 1]));
  const raised = Object.fromEntries(names.map((service) => [service, (counts[service] ?? 1) + (more[service] ?? 0)]));
  const to = async (goal: Readonly<Record<string, number>>, then?: Readonly<Record<string, number>>) => {
    const { since, refused } = await rescale(on, name, goal, then);
    if (refused !== undefined) say("warning", `${names.join(", ")} could not be spread: ${refused}`);
    return watch(on, { name, stack: counted(stack, goal), since, lock, deadline });
  };
  return steps.run("spread", `${names.join(", ")} over all hosts`, async () => {
    const failed = failedIn(await to(raised, counts));
    if (failed.length > 0) say("warning", `${failed.join(", ")} could not be spread: see dagger call logs`);
    return (await to(counts)).state;
  });
}
