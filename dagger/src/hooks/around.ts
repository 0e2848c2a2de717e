import type { Deployment } from "../deploy/deploy.js";
import { type Hooks, hook } from "./hook.js";
import { type Listeners, notify } from "./notify.js";
import type { Report } from "./report.js";

/** What is known before a deploy. */
export type Known = Pick<Report, "stack" | "host" | "version" | "by" | "run">;

/**
 * Runs a deploy between a team's own commands, and tells who wants to know what came of it, whatever did.
 *
 * @returns the deploy's report
 * @throws Refusal of the deploy's, or of a command's with an exit code of its own
 */
export async function around(
  hooks: Hooks,
  listeners: Listeners,
  known: Known,
  work: () => Promise<Deployment>,
): Promise<string> {
  const began = Date.now();
  const tell = (came: Pick<Report, "result" | "ok" | "release">) =>
    notify(listeners, { ...known, ...came, seconds: Math.round((Date.now() - began) / 1000) });
  let result = "";
  let done: Deployment;
  try {
    await hook("before", hooks, known);
    done = await work();
    [result = ""] = done.text.split("\n");
    await hook("after", hooks, { ...known, release: done.release, result });
  } catch (error) {
    const [problem = ""] = String(error instanceof Error ? error.message : error).split("\n");
    await tell({ result: problem, ok: false });
    throw error;
  }
  await tell({ result, ok: true, release: done.release });
  return done.text;
}
