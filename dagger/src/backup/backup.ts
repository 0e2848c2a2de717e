import type { Secret } from "@dagger.io/dagger";
import type { Owner } from "../deploy/lock.js";
import { locked } from "../deploy/locked.js";
import { type Access, reach } from "../deploy/reach.js";
import { EXIT, nothingDeployed, Refusal } from "../deploy/refusal.js";
import type { Release } from "../deploy/release.js";
import { lines } from "../deploy/remote.js";
import { Steps } from "../deploy/steps.js";
import { quoted } from "../shell.js";
import { megabytes } from "./backups.js";
import { ensureBackupImage } from "./image.js";
import { parseRepository, type Repository, repositoryAt, withRepository } from "./repository.js";
import { ADDRESS, KEPT_ALL, RESTIC, runOnHost, UNCHECKED } from "./run.js";
import { COPY, type Contents, volumesOf, wordsOf } from "./volumes.js";

/** What is backed up beside the volumes, and where to. */
export interface Kept {
  repository: Repository;
  /** Dumped as well, where it is given. */
  database?: Secret;
  /** Backups that stay: so many, and all that are not older than so many days. */
  keep: number;
  days: number;
}

/** A hundred years: what restic would count past the calendar's end keeps nothing. */
const DAYS = 36_525;

/** How a backup is made by hand. */
export interface BackedUp extends Kept {
  access: Access;
  owner: Owner;
  wait: number;
}

/**
 * Reads what is kept, and where.
 *
 * @throws Refusal when it cannot be meant
 */
export function parseKept<T extends Kept>(given: T): T {
  parseRepository(given.repository);
  if (given.days < 0 || given.days > DAYS)
    throw new Refusal(
      EXIT.refused,
      `--days ${given.days}: no backup can be so old.`,
      "Say how many days, as in 30; without it only --keep counts.",
    );
  if (given.keep < 1) throw new Refusal(EXIT.refused, `--keep ${given.keep}: one has to stay.`, "Say one or more.");
  return given;
}

/**
 * What a deploy is told of the backup before it.
 *
 * @throws Refusal when it cannot be meant
 */
export function keptBy(place: string, open: Omit<Repository, "to">, kept: Omit<Kept, "repository">): Kept | undefined {
  const repository = repositoryAt(place, open);
  return repository && parseKept({ ...kept, repository });
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
  const { access, owner, wait } = parseKept(given);
  const { stack } = access;
  const steps = new Steps();
  const { report } = await locked(reach(access), { stack, owner, wait, steps }, async ({ release }) => {
    if (!release) throw nothingDeployed();
    const { id, text } = await makeBackup(access, release, given, steps);
    return { result: `backup ${id}`, report: text };
  });
  return [report, "", steps.toString()].join("\n");
}

/**
 * Makes a backup; who calls it has the stack's lock.
 *
 * @param release the one that serves
 * @param otherwise what has not been done, where it fails
 * @param more lines that the host runs when it is whole
 * @returns its id, what was made in words, and the image that made it
 */
export async function makeBackup(
  access: Access,
  release: Release,
  { repository, database, keep, days }: Kept,
  steps: Steps,
  { otherwise = "The backup was not made.", more = [] as readonly string[] } = {},
): Promise<{ id: string; text: string; image: string }> {
  const { stack } = access;
  const image = await steps.run("prepare", "what makes backups", () => ensureBackupImage(access));
  const contents = { volumes: volumesOf(stack, release), hasDatabase: Boolean(database) };
  const run = { image, stack, to: repository.to, mounts: mountsOf(contents), name: `${stack}-backup` };
  const making = { stack, number: release.number, ...contents, keep, days };
  const script = [backupScript(making), ...more].join("\n");
  const said = await steps.run("backup", wordsOf(contents), () =>
    runOnHost(withRepository(reach(access), repository, database), run, script, otherwise),
  );
  return { ...summary(said, repository.to), image };
}

/** Volumes as a backup sees them. */
export const mountsOf = ({ volumes }: Contents): string[] =>
  volumes.map(({ key, name }) => `${name}:/volumes/${key}:ro`);

/** What a backup is made of. */
export interface Making extends Contents, Pick<Kept, "keep" | "days"> {
  stack: string;
  /** Of the release that serves; the schedule does not know. */
  number?: number;
}

/** The script that makes a backup, in a container of the host's, by who has the stack's lock. */
export const backupScript = (making: Making): string => ["MAKE=yes", ...RESTIC, ...backingUp(making)].join("\n");

/** Copies first, then one snapshot of all of them. */
export function backingUp({ stack, number, volumes, hasDatabase, keep, days }: Making): string[] {
  const of = `--host ${quoted(stack)}`;
  const tag = number === undefined ? "scheduled" : `release=${number}`;
  return [
    ...COPY,
    "mkdir -p /data/volumes /data/sums",
    ...volumes.flatMap(({ key }) => [
      `copy /volumes/${key} /data/volumes/${key}`,
      `sums /data/volumes/${key} >/data/sums/${key}`,
    ]),
    ...(hasDatabase ? [...ADDRESS, "pg_dump --format custom --file /data/database.dump"] : []),
    `restic $OPTIONS backup --json --quiet ${of} --tag ${tag} --group-by host /data >/tmp/made || exit 55`,
    "tail -n 1 /tmp/made",
    `restic $OPTIONS forget --quiet ${of} --group-by host --keep-last ${keep}${days > 0 ? ` --keep-within ${days}d` : ""} --prune >/dev/null || exit ${KEPT_ALL}`,
    `restic $OPTIONS check --quiet >/dev/null || exit ${UNCHECKED}`,
  ];
}

/** What was made, in words. */
function summary(stdout: string, to: string): { id: string; text: string } {
  const made = JSON.parse(lines(stdout).findLast((line) => line.startsWith("{")) ?? "{}") as Partial<Summary>;
  const id = (made.snapshot_id ?? "").slice(0, 8);
  const [size, added] = [megabytes(made.total_bytes_processed), megabytes(made.data_added_packed)];
  return {
    id,
    text: `Backup ${id} is kept ${to ? `in ${to}` : "on the host"}: ${size} MB, of which ${added} MB are new there.`,
  };
}
