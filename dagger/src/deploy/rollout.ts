import type { Container } from "@dagger.io/dagger";
import { say } from "../progress.js";
import type { StackFile } from "../release/swarm.js";
import { type Applied, apply } from "./apply.js";
import type { Lock } from "./lock.js";
import { EXIT, Refusal } from "./refusal.js";
import { spread } from "./spread.js";
import type { Steps } from "./steps.js";
import { verifySite } from "./verify.js";
import { failedIn, watch, whyFailed } from "./watch.js";

/** A stack on its way to a host. */
export interface Rollout extends Applied {
  name: string;
  /** Where visitors reach the host. */
  address: string;
  lock: Lock;
  /** What served before, and comes back if this does not do; null at the first deploy. */
  before: StackFile | null;
  deadline: number;
  steps: Steps;
}

/**
 * Deploys a stack and waits until it serves: each service healthy, and the site answering with its version.
 *
 * @throws Refusal when it does not; what served before serves again then
 */
export async function rollout(on: Container, given: Rollout): Promise<void> {
  const { name, stack, lock, deadline, steps, address } = given;
  const since = await steps.run("apply", "the stack; Swarm begins to replace what changed", () => apply(on, given));
  const outcome = await steps.run("converge", "until all of it is healthy", () =>
    watch(on, { name, stack, since, lock, deadline }),
  );
  const failed = failedIn(outcome);
  if (failed.length > 0) {
    const why = await whyFailed(on, outcome, failed, since);
    const lines = failed.map((service) => `${service}: ${outcome.standings[service]?.line}`);
    throw await takenBack(
      on,
      given,
      outcome.isLate ? `after ${deadline} s not all of it runs` : "it does not run",
      [...lines, "", why].join("\n"),
    );
  }
  const wrong = await verifySite(on, stack, address, steps);
  if (wrong.length > 0) throw await takenBack(on, given, "the site does not answer as it should", wrong.join("\n"));
  await spread(on, given, outcome.state);
}

/** Brings back what served before, all of it: Swarm takes back only the service that failed. */
async function takenBack(on: Container, given: Rollout, why: string, log: string): Promise<Refusal> {
  const { before, steps, name, lock, deadline } = given;
  if (!before)
    return new Refusal(
      EXIT.rolledBack,
      `The first release was refused: ${why}.`,
      "Mend it and deploy again: nothing served before it.",
      log,
    );
  say("rollback", `${why}; bringing back what served before`);
  const since = await steps.run("take back", "what served before", () => apply(on, { ...given, stack: hasty(before) }));
  const back = await steps.run("converge", "until all of it is healthy", () =>
    watch(on, { name, stack: before, since, lock, deadline }),
  );
  const away = failedIn(back);
  return away.length === 0
    ? new Refusal(
        EXIT.rolledBack,
        `The release was refused: ${why}. What served before serves.`,
        "See below why, mend it, and deploy again.",
        log,
      )
    : new Refusal(
        EXIT.unhealthy,
        `The release was refused (${why}), and what served before does not run as it did: ${away.join(", ")}.`,
        "dagger call health says how the site is, dagger call logs why.",
        log,
      );
}

/** A stack that is known to run: its replicas come all at once, before the others leave. */
export const hasty = (stack: StackFile): StackFile => ({
  ...stack,
  services: Object.fromEntries(
    Object.entries(stack.services).map(([name, service]) => {
      const deploy = (service.deploy ?? {}) as { update_config?: object };
      const update_config = { ...deploy.update_config, parallelism: 0, monitor: "2s" };
      return [name, { ...service, deploy: { ...deploy, update_config } }];
    }),
  ),
});
