import type { Container } from "@dagger.io/dagger";
import type { StackFile } from "../release/swarm.js";
import { replicasOf, withReplicas } from "./desired.js";
import type { Owner } from "./lock.js";
import { locked } from "./locked.js";
import { type Access, reach, step } from "./reach.js";
import { EXIT, nothingDeployed, Refusal, tail } from "./refusal.js";
import { LABEL, lines, PART, parts } from "./remote.js";
import { Steps } from "./steps.js";
import { failedIn, watch, whyFailed } from "./watch.js";

/** How many replicas of what. */
export interface Scaled {
  access: Access;
  owner: Owner;
  counts: Readonly<Record<string, number>>;
  wait: number;
  deadline: number;
}

/**
 * Sets how many replicas a service has. They take traffic as soon as they are healthy, and the next deploy keeps them.
 *
 * @throws Refusal when there is no such service, or they do not become healthy
 */
export async function scale({ access, owner, counts, wait, deadline }: Scaled): Promise<string> {
  const on = reach(access);
  const { stack } = access;
  const wanted = Object.entries(counts);
  if (wanted.length === 0) throw new Refusal(EXIT.refused, "Nothing to scale.", "Say how many, as in --web 3 --api 2");
  const steps = new Steps();
  await locked(on, { stack, owner, wait, steps }, async (seen, lock) => {
    if (!seen.release) throw nothingDeployed();
    const goal = counted(seen.release.stack, counts);
    const { since, refused } = await steps.run("scale", "replicas", () => rescale(on, stack, counts));
    if (refused !== undefined)
      throw new Refusal(EXIT.refused, "The host did not take it.", "What Docker says of it is below.", refused);
    const outcome = await steps.run("converge", "until all of it is healthy", () =>
      watch(on, { name: stack, stack: goal, since, lock, deadline }),
    );
    const failed = failedIn(outcome);
    if (failed.length > 0)
      throw new Refusal(
        EXIT.unhealthy,
        `Not all replicas of ${failed.join(", ")} run; those that do serve.`,
        "dagger call status says more; dagger call scale takes some away again.",
        await whyFailed(on, outcome, failed, since),
      );
    return { result: wanted.map(([name, count]) => `${name} ${count}`).join(", ") };
  });
  return `${wanted.map(([name, count]) => `${name} has ${count}`).join(", ")}: all of them serve.\n\n${steps}`;
}

/**
 * Tells Swarm how many replicas of each service there are to be, and waits for none of them.
 *
 * @param then the counts that they go back to, where these are only for a moment: whoever looks meanwhile sees those
 * @returns since when, and what Docker said where it did not take it
 */
export async function rescale(
  on: Container,
  stack: string,
  counts: Readonly<Record<string, number>>,
  then: Readonly<Record<string, number>> = {},
): Promise<{ since: string; refused?: string }> {
  const updates = Object.entries(counts).map(([name, count]) => {
    const label = name in then ? `--label-add ${LABEL.replicas}=${then[name]}` : `--label-rm ${LABEL.replicas}`;
    return `docker service update --detach --quiet --replicas ${count} ${label} ${stack}_${name} >/dev/null`;
  });
  const { code, stdout, stderr } = await step(on, [...PART, "part since ssh host date -u +%FT%T", ...updates]);
  const since = lines(parts(stdout).since)[0] ?? "";
  return code === 0 ? { since } : { since, refused: tail(stderr, 5) };
}

/**
 * A stack with other counts.
 *
 * @throws Refusal when a service cannot have so many
 */
export function counted(stack: StackFile, counts: Readonly<Record<string, number>>): StackFile {
  const services = { ...stack.services };
  for (const [name, count] of Object.entries(counts)) {
    const service = services[name];
    if (!service || replicasOf(service) === undefined)
      throw new Refusal(
        EXIT.refused,
        `${name} is nothing that can be scaled.`,
        "What can be: those with replicas in compose/prod.yml.",
      );
    if (count < 1)
      throw new Refusal(
        EXIT.refused,
        `--${name} ${count}: the site would be without ${name}.`,
        `One is the least, as in --${name} 1`,
      );
    services[name] = withReplicas(service, count);
  }
  return { ...stack, services };
}
