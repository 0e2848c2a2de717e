import { refuseOlder } from "../migrations/migration.js";
import { say } from "../progress.js";
import type { StackFile } from "../release/swarm.js";
import { desiredReplicas } from "./desired.js";
import { fetchImages, type Login } from "./fetch.js";
import { refuseLocal } from "./host-registry.js";
import type { Owner } from "./lock.js";
import { type Done, locked } from "./locked.js";
import { planOf, planText, registryOf } from "./plan.js";
import { type Access, reach } from "./reach.js";
import { EXIT, Refusal } from "./refusal.js";
import { digestsOf, type Release } from "./release.js";
import { hasty, rollout } from "./rollout.js";
import { imagesOfAll, staying } from "./stay.js";
import { Steps } from "./steps.js";
import { parseHost } from "./target.js";

/** How a rollback is done. */
export interface RolledBack {
  access: Access;
  owner: Owner;
  /** The release to bring back; 0 for the one before. */
  to: number;
  /** Takes a release that was made for an older schema than the database has. */
  ahead: boolean;
  wait: number;
  deadline: number;
  /** Who pulls what the host has no more. */
  login?: Omit<Login, "registry">;
}

/**
 * Brings back an earlier release, whose images and secrets the host still has. It becomes the next release: what it took
 * the place of can be brought back the same way. Replicas stay as they are.
 *
 * @returns the report
 * @throws Refusal when there is none, or it does not serve
 */
export async function rollback({ access, owner, to, ahead, wait, deadline, login: who }: RolledBack): Promise<string> {
  const on = reach(access);
  const { stack } = access;
  const { address } = parseHost(access.host);
  const steps = new Steps();
  const task = { stack, owner, wait, steps, history: true };
  const { release, text } = await locked<Done & { text: string }>(on, task, async (seen, lock) => {
    const goal = goalOf(seen.history, to);
    refuseOlder(seen.release?.schema, goal.schema, ahead);
    const before = seen.release?.stack ?? null;
    const wanted = staying(desiredReplicas(goal.stack, seen.state), seen);
    const plan = planOf(wanted, before, seen.state);
    const text = planText(plan);
    say("plan", text.replaceAll("\n", "\n          "));
    if (plan.changes.length === 0) return { result: "nothing changed", digests: digestsOf(wanted), text };
    const images = Object.values(wanted.services).map(({ image }) => String(image));
    const shared = imagesOfAll(wanted);
    refuseLocal(shared, seen);
    const missing = images.find((image) => !seen.present.includes(image));
    const login = who && { ...who, registry: registryOf(missing ?? shared[0] ?? "") };
    await fetchImages(on, images, seen, { login, steps });
    const given = { name: stack, login, address, lock, before, deadline, steps, hosts: seen.hosts };
    await rollout(on, { ...given, stack: hasty(wanted) });
    const number = (seen.releases.at(-1) ?? 0) + 1;
    const by = { by: lock.by, run: owner.run, at: seen.now };
    const release = { ...goal, ...by, number, of: goal.of ?? goal.number, stack: wanted };
    return { result: `release ${number}, as ${release.of} was`, release, digests: digestsOf(wanted), text };
  });
  const what = release
    ? `Release ${release.number} of ${stack} serves on ${address}: ${release.version}, as release ${release.of} was.`
    : "Nothing changed.";
  return [what, "", text, "", steps.toString()].join("\n");
}

/** The release that is meant. */
export function goalOf(releases: readonly Release[], to: number): Release {
  const goal = to ? releases.find(({ number }) => number === to) : releaseBefore(releases);
  if (goal) return goal;
  const kept = releases.map(({ number }) => number).join(", ") || "none";
  throw new Refusal(
    EXIT.refused,
    to ? `There is no release ${to}.` : "There is no earlier release to go back to.",
    `dagger call releases lists them; kept are ${kept}.`,
  );
}

/** The newest release that is another one than what is deployed. */
export function releaseBefore(releases: readonly Release[]): Release | undefined {
  const newest = releases.at(-1);
  const origin = (release: Release) => release.of ?? release.number;
  return releases.findLast(
    (release) => newest && origin(release) < origin(newest) && !sameStack(release.stack, newest.stack),
  );
}

const sameStack = (one: StackFile, other: StackFile): boolean =>
  JSON.stringify(one.services) === JSON.stringify(other.services);
