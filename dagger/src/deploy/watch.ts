import type { Container } from "@dagger.io/dagger";
import { say } from "../progress.js";
import type { StackFile } from "../release/swarm.js";
import { quoted } from "../shell.js";
import { type Standing, standings } from "./converge.js";
import { LOCK, type Lock } from "./lock.js";
import { step } from "./reach.js";
import { EXIT, Refusal, tail } from "./refusal.js";
import { lines, PART, parts } from "./remote.js";
import { STATE, type StackState, stackState } from "./state.js";

/** How a rollout is watched. */
export interface Watched {
  name: string;
  stack: StackFile;
  /** As `apply` returned it. */
  since: string;
  lock: Lock;
  /** Seconds after which it has failed. */
  deadline: number;
}

/** What came of a rollout. */
export interface Outcome {
  standings: Record<string, Standing>;
  state: StackState;
  /** It took longer than it may. */
  isLate: boolean;
}

/** The services that do not run as they were deployed. */
export const failedIn = ({ standings }: Pick<Outcome, "standings">): string[] =>
  Object.entries(standings).flatMap(([name, { is }]) => (is === "done" ? [] : [name]));

/** A question waits so many seconds at most for something to change: its lock's age is then renewed. */
const PATIENCE = 8;

const LOOK = [
  'look() { services >/tmp/services; tasks >/tmp/tasks; jq -sc "$RELEVANT" /tmp/services /tmp/tasks | sha256sum | cut -c1-16; }',
  // Not which moment each was last looked at.
  "RELEVANT='map(map([.ID, .DesiredState, .Status.State, .Status.Err, .UpdateStatus.State]))'",
  `end=$(($(date +%s) + ${PATIENCE}))`,
  'while now=$(look) && [ "$now" = "$SEEN" ] && [ "$(date +%s)" -lt "$end" ]; do sleep 0.3; done',
  "beat",
  'part seen echo "$now"',
  "part services cat /tmp/services",
  "part tasks cat /tmp/tasks",
  "part lock locked",
  "part time ssh host date +%s",
] as const;

/**
 * Waits until all services run as they were deployed, or one of them does not. Says each change.
 *
 * @throws Refusal when the lock went to somebody else meanwhile
 */
export async function watch(on: Container, { name, stack, since, lock, deadline }: Watched): Promise<Outcome> {
  const said: Record<string, string> = {};
  let seen = "";
  let start = 0;
  for (;;) {
    const { code, stdout, stderr } = await step(on, [...PART, ...STATE, ...LOCK, `SEEN=${quoted(seen)}`, ...LOOK]);
    if (code !== 0)
      throw new Refusal(
        EXIT.rolledBack,
        "The rollout cannot be watched any more.",
        "dagger call status says how it ended.",
        tail(stderr, 5),
      );
    const look = parts(stdout);
    if ((JSON.parse(look.lock || "null") as Lock | null)?.id !== lock.id)
      throw new Refusal(
        EXIT.locked,
        "Somebody took the lock away while this went on.",
        "dagger call status says what runs now.",
      );
    seen = lines(look.seen)[0] ?? "";
    const now = Number(look.time);
    start ||= now;
    const state = stackState(name, look.services ?? "", look.tasks ?? "");
    const all = standings(stack, state, since);
    for (const [service, { is, line }] of Object.entries(all)) {
      if (said[service] !== line) say(service, is === "failed" ? `FAILED: ${line}` : line);
      said[service] = line;
    }
    const isLate = now - start > deadline;
    const isOver = Object.values(all).every(({ is }) => is !== "waiting") || isLate;
    if (isOver) return { standings: all, state, isLate };
  }
}

/** The last lines of the newest task of a service that failed since the rollout began, and why it did in Swarm's words. */
export async function whyFailed(
  on: Container,
  { state }: Outcome,
  failed: readonly string[],
  since: string,
): Promise<string> {
  const culprits = failed.flatMap((name) => {
    const own = state.tasks.filter(({ service, created }) => service === name && created >= since);
    const culprit = own.findLast(({ error }) => error) ?? own.at(-1);
    return culprit ? [culprit] : [];
  });
  if (culprits.length === 0) return "";
  const { stdout } = await step(on, [
    ...PART,
    ...culprits.map(({ service, id }) => `part ${service} docker service logs --raw --tail 20 ${id} 2>&1 || :`),
  ]);
  const logs = parts(stdout);
  return culprits
    .map(({ service, error }) =>
      [`${service}: ${error || "did not become healthy in time"}`, tail(logs[service] ?? "")].join("\n"),
    )
    .join("\n\n");
}
