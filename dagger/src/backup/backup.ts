import type { Secret } from "@dagger.io/dagger";
import type { Owner } from "../deploy/lock.js";
import { locked } from "../deploy/locked.js";
import { type Access, reach } from "../deploy/reach.js";
import { EXIT, nothingDeployed, Refusal } from "../deploy/refusal.js";
import { lines } from "../deploy/remote.js";
import { Steps } from "../deploy/steps.js";
import { SERVICES } from "../migrations/database.js";
import { quoted } from "../workspace.js";
import { ensureBackupImage } from "./image.js";
import { parseRepository, type Repository, withRepository } from "./repository.js";
import { RESTIC, runOnHost } from "./run.js";
import { COPY, type Contents, volumesOf, wordsOf } from "./volumes.js";

/** What is backed up, and where to. */
export interface BackedUp {
  access: Access;
  owner: Owner;
  repository: Repository;
  /** Dumped as well, where it is given. */
  database?: Secret;
  /** Backups that stay: so many, and all that are not older than so many days. */
  keep: number;
  days: number;
  wait: number;
}

/** What restic says of a backup that it made, as far as it is looked into. */
interface Summary {
  snapshot_id: string;
  total_bytes_processed: number;
  data_added_packed?: number;
}

/**
 * Backs up the volumes of a stack, and its database if one is given, while the site serves. Older backups are never
 * touched before the new one is whole.
 *
 * @returns the report
 * @throws Refusal when it could not be made
 */
export async function backup(given: BackedUp): Promise<string> {
  const { access, owner, database, keep, days, wait } = given;
  const repository = parseRepository(given.repository);
  if (keep < 1) throw new Refusal(EXIT.refused, `--keep ${keep}: one has to stay.`, "Say one or more.");
  const on = reach(access);
  const { stack } = access;
  const steps = new Steps();
  let report = "";
  await locked(on, { stack, owner, wait, steps }, async ({ release }) => {
    if (!release) throw nothingDeployed();
    const image = await steps.run("prepare", "what makes backups", () => ensureBackupImage(access));
    const volumes = volumesOf(stack, release);
    const mounts = volumes.map(({ key, name }) => `${name}:/volumes/${key}:ro`);
    const run = { image, stack, to: repository.to, mounts, name: `${stack}-backup` };
    const contents = { volumes, hasDatabase: Boolean(database) };
    const script = backupScript({ stack, number: release.number, ...contents, keep, days });
    const said = await steps.run("backup", wordsOf(contents), () =>
      runOnHost(withRepository(on, repository, database), run, script, "The backup was not made."),
    );
    const { id, text } = summary(said, repository.to);
    report = text;
    return { result: `backup ${id}` };
  });
  return [report, "", steps.toString()].join("\n");
}

/** What a backup is made of. */
export interface Making extends Contents, Pick<BackedUp, "keep" | "days"> {
  stack: string;
  /** Of the release that serves. */
  number: number;
}

/** The script that makes a backup, in a container of the host's: copies first, then one snapshot of all of them. */
export function backupScript({ stack, number, volumes, hasDatabase, keep, days }: Making): string {
  const of = `--host ${quoted(stack)}`;
  return [
    "MAKE=yes",
    ...RESTIC,
    ...COPY,
    "mkdir -p /data/volumes /data/sums",
    ...volumes.flatMap(({ key }) => [
      `copy /volumes/${key} /data/volumes/${key}`,
      `sums /data/volumes/${key} >/data/sums/${key}`,
    ]),
    ...(hasDatabase
      ? [
          "export FROM=/run/given/database INTO=/run/given",
          ...SERVICES,
          "pg_dump --format custom --file /data/database.dump",
        ]
      : []),
    `restic $OPTIONS backup --json --quiet ${of} --tag release=${number} --group-by host /data >/tmp/made || exit 55`,
    "tail -n 1 /tmp/made",
    `restic $OPTIONS forget --quiet ${of} --group-by host --keep-last ${keep}${days > 0 ? ` --keep-within ${days}d` : ""} --prune >/dev/null`,
    "restic $OPTIONS check --quiet >/dev/null",
  ].join("\n");
}

/** What was made, in words. */
function summary(stdout: string, to: string): { id: string; text: string } {
  const made = JSON.parse(lines(stdout).findLast((line) => line.startsWith("{")) ?? "{}") as Partial<Summary>;
  const id = (made.snapshot_id ?? "").slice(0, 8);
  const size = `${((made.total_bytes_processed ?? 0) / 1e6).toFixed(2)} MB`;
  const added = `${((made.data_added_packed ?? 0) / 1e6).toFixed(2)} MB`;
  return {
    id,
    text: `Backup ${id} is kept ${to ? `in ${to}` : "on the host"}: ${size}, of which ${added} are new there.`,
  };
}
