import type { Container, Secret } from "@dagger.io/dagger";
import { say } from "../progress.js";
import { type Lock, lockedBy, type Owner } from "./lock.js";
import { type Observed, observe } from "./observe.js";
import { finish } from "./record.js";
import { EXIT, nothingDeployed, Refusal } from "./refusal.js";
import type { Entry, Release } from "./release.js";
import type { Steps } from "./steps.js";

/** What is done to a stack that nobody else may change meanwhile. */
export interface Locked {
  stack: string;
  owner: Owner;
  /** Seconds to wait for somebody else's lock. */
  wait: number;
  steps: Steps;
  secrets?: Secret;
  names?: readonly string[];
  /** Makes a Swarm of a host that is none. */
  init?: boolean;
  /** Reads all releases. */
  history?: boolean;
}

/** What came of it: a word or two for the audit, and the release if it made one. */
export interface Done {
  result: string;
  release?: Release;
  digests?: Record<string, string>;
}

/**
 * Takes the lock, does the work on what the host then is, writes down what came of it, and lets go: whatever happens.
 *
 * @returns what the work did: it may hand on more than is written down
 * @throws Refusal when somebody else has the lock, or of the work's own
 */
export async function locked<T extends Done>(
  on: Container,
  given: Locked,
  work: (seen: Observed, lock: Lock) => Promise<T>,
): Promise<T> {
  const { stack, owner, steps } = given;
  const { seen, lock } = await steps.run("lock", "so that nobody else changes the stack", () => take(on, given));
  const started = Date.now();
  const entry = (result: string, digests: Record<string, string> = {}): Entry => ({
    at: seen.now,
    by: lock.by,
    run: owner.run,
    action: owner.action,
    result,
    digests,
    seconds: Math.round((Date.now() - started) / 1000),
  });
  try {
    const done = await work(seen, lock);
    await steps.run("record", "what was done", () =>
      finish(on, stack, {
        lock,
        entry: entry(done.result, done.digests),
        release: done.release,
      }),
    );
    return done;
  } catch (error) {
    // A connection that broke, or a lock that went: there is nothing to let go of, or nobody who can.
    const isGone = error instanceof Refusal && (error.code === EXIT.locked || error.code === EXIT.unreachable);
    const result = error instanceof Refusal ? error.problem : String(error);
    const isRolledBack = error instanceof Refusal && error.code === EXIT.rolledBack;
    if (!isGone)
      await finish(on, stack, { lock, entry: entry(result), isRolledBack }).catch((late: Error) =>
        say("lock", late.message),
      );
    throw error;
  }
}

async function take(on: Container, given: Locked): Promise<{ seen: Observed; lock: Lock }> {
  const { stack, wait, owner, secrets, names, init, history } = given;
  const end = Date.now() + wait * 1000;
  for (let waited = ""; ; ) {
    const seen = await observe(on, stack, {
      owner,
      secrets,
      names,
      init,
      history,
    });
    if (seen.swarm === "none") throw nothingDeployed();
    if (seen.swarm === "worker")
      throw new Refusal(
        EXIT.refused,
        `${seen.name} is a worker of a Swarm, which changes nothing.`,
        "Give --host its manager.",
      );
    if (seen.lock && seen.mine) return { seen, lock: seen.lock };
    if (seen.lock && Date.now() > end) throw lockedBy(seen.lock, seen.now);
    if (seen.lock && waited !== seen.lock.id) say("lock", lockedBy(seen.lock, seen.now).problem);
    waited = seen.lock?.id ?? "";
  }
}
