import type { Deployed, Deployment } from "../deploy/deploy.js";
import { EXIT, Refusal } from "../deploy/refusal.js";
import { parseBackup, restore } from "./restore.js";
import { parseEvery, schedule } from "./schedule.js";

/** What of backups is done once a release serves. */
export interface Afterwards {
  /** Brought back on a host that had no release: an id, or `latest`; nothing is if empty. */
  restore: string;
  /** Seconds between the backups that the host makes by itself from then on; it stays as it is if nothing. */
  every?: number;
}

/** A deploy, as far as these have to do with it. */
type After = Pick<Deployed, "access" | "owner" | "backup" | "wait" | "deadline">;

/**
 * Reads what is done after a deploy.
 *
 * @throws Refusal when it cannot be meant
 */
export function parseAfterwards(given: Afterwards, backup: Deployed["backup"]): Afterwards {
  const flag = given.restore ? "--restore" : "--every";
  if ((given.restore || given.every !== undefined) && !backup)
    throw new Refusal(
      EXIT.refused,
      `${flag} needs to know where backups are kept.`,
      "Say it as in --backup s3:https://s3.eu-central-1.amazonaws.com/bucket/flipdocs, with --passphrase; or --backup host.",
    );
  if (given.restore) parseBackup(given.restore);
  if (given.every !== undefined) parseEvery(given.every);
  return given;
}

/**
 * Brings a backup back onto the host that was just deployed to, and has the host back itself up from now on, as far as
 * these are wanted. A database is not on a host that is lost: it stays as it is.
 *
 * @returns the deploy's report, and these two
 * @throws Refusal of theirs: the release serves then, and it says so
 */
export async function afterDeploy(done: Deployment, after: After, wanted: Afterwards): Promise<Deployment> {
  const { backup, owner, ...rest } = after;
  if (!backup) return done;
  const [serves = ""] = done.text.split("\n");
  const tell = (action: "restore" | "schedule", report: () => Promise<string>) =>
    report().catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      const { code, problem, hint, log } = error;
      const ended = code === EXIT.refused ? EXIT.unhealthy : code;
      throw new Refusal(ended, `${serves} ${problem}`, `${hint} Then type dagger call ${action}.`, log);
    });
  const as = (action: string) => ({ ...rest, owner: { ...owner, action } });
  let { text } = done;
  if (wanted.restore)
    text += `\n\n${await tell("restore", () => restore({ ...as("restore"), repository: backup.repository, backup: wanted.restore }))}`;
  const { every } = wanted;
  if (every !== undefined)
    text += `\n\n${await tell("schedule", () => schedule({ ...as("schedule"), ...backup, every }))}`;
  return { ...done, text };
}
