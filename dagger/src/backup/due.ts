import { ago } from "../deploy/lock.js";
import { type Access, reach, step } from "../deploy/reach.js";
import { lines, PART, parts } from "../deploy/remote.js";
import { runRefusal } from "./run.js";
import { LABEL, scheduleOf, type Told } from "./scheduled.js";

/** A host's own backups, as it tells of them. */
export interface Due extends Told {
  /** Seconds since 1970 of now, and of the last good backup. */
  now: number;
  good: number;
  /** Whether it runs, and has made one. */
  runs: boolean;
  /** Why the last one failed, and when; nothing where it did not. */
  failed?: { at: number; code: number; log: string };
}

/** A backup takes its time, and a host may just have started. */
const SLACK = 600;

const LOOK = [
  `service=${scheduleOf("$STACK")}_backup`,
  "docker service inspect $service >/tmp/service 2>/dev/null || exit 0",
  `part told jq -r '.[0].Spec.Labels["${LABEL}"]' /tmp/service`,
  "part now ssh host date +%s",
  "task=$(docker ps --quiet --filter label=com.docker.swarm.service.name=$service --filter status=running | head -n 1)",
  '[ -n "$task" ] || exit 0',
  "part good docker exec $task cat /schedule/good",
  "part failed docker exec $task sh -c 'cat /schedule/failed 2>/dev/null || :'",
] as const;

/** Asks a host for its schedule; undefined where it has none. */
export async function due(access: Access): Promise<Due | undefined> {
  const { stdout } = await step(reach(access), [...PART, ...LOOK]);
  const said = parts(stdout);
  if (!said.told) return undefined;
  const [at, code, ...log] = lines(said.failed);
  return {
    ...(JSON.parse(said.told) as Told),
    now: Number(said.now),
    good: Number(said.good ?? 0),
    runs: Boolean(said.good),
    ...(at && { failed: { at: Number(at), code: Number(code), log: log.join("\n") } }),
  };
}

/**
 * What a schedule's words come to.
 *
 * @param wanted the keys of the volumes that the site has now
 */
export function judgedDue(
  { every, to, volumes, now, good, runs, failed }: Due,
  wanted: readonly string[],
): { check: string; is: "ok" | "warn" | "BAD"; says: string } {
  const check = "backups";
  if (!runs)
    return { check, is: "BAD", says: "the schedule does not run; dagger call schedule, typed again, starts it" };
  const last = `the last one was made ${ago(now - good)} ago, one is due every ${ago(every)}`;
  const why = failed && whyFailed(failed, to);
  const says = why ? `${last}; tried ${ago(now - failed.at)} ago: ${why}` : last;
  if (now - good > 2 * every + SLACK) return { check, is: "BAD", says };
  const missing = wanted.filter((key) => !volumes.includes(key));
  if (missing.length > 0)
    return {
      check,
      is: "warn",
      says: `${last}, without ${missing.join(", ")}: dagger call schedule takes all there is`,
    };
  return { check, is: why ? "warn" : "ok", says };
}

/** In words where the end of a run has some; else the last that was said. */
function whyFailed({ code, log }: { code: number; log: string }, to: string): string {
  const said = log.split("\n").at(-1) || "it could not be made";
  return runRefusal({ code, stdout: "", stderr: log }, to, said).problem;
}
