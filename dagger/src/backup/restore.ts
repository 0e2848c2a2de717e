import type { Secret } from "@dagger.io/dagger";
import type { Owner } from "../deploy/lock.js";
import { locked } from "../deploy/locked.js";
import { type Access, reach } from "../deploy/reach.js";
import { EXIT, nothingDeployed, Refusal } from "../deploy/refusal.js";
import { lines, parts } from "../deploy/remote.js";
import { Steps } from "../deploy/steps.js";
import { parseHost } from "../deploy/target.js";
import { mustAnswer } from "../deploy/verify.js";
import { named } from "./backups.js";
import { ensureBackupImage } from "./image.js";
import { start, stop, stoppedFor } from "./pause.js";
import { fetchScript, placeScript } from "./place.js";
import { carried, parseRepository, type Repository, withRepository } from "./repository.js";
import { runOnHost } from "./run.js";
import { volumesOf, wordsOf } from "./volumes.js";

/** What is restored, and from where. */
export interface Restored {
  access: Access;
  owner: Owner;
  repository: Repository;
  /** Its id, or `latest`. */
  backup: string;
  /** Restored as well, where it is given. */
  database?: Secret;
  wait: number;
  deadline: number;
}

/**
 * Brings back what a backup holds: fetches it beside what is there and checks it, stops what writes, puts it in its place,
 * compares all of it with the backup, and starts again what was stopped. Until all of it is there and checked, nothing
 * that is there is touched. Killed at any moment, the same again finishes it.
 *
 * @returns the report
 * @throws Refusal when something is missing, or not equal
 */
export async function restore(given: Restored): Promise<string> {
  const { access, owner, database, wait, deadline } = given;
  const { stack } = access;
  const repository = parseRepository(given.repository, carried(stack));
  const asked = parseBackup(given.backup);
  const on = withRepository(reach(access), repository, database);
  const steps = new Steps();
  const { id, proof, behind } = await locked(on, { stack, owner, wait, steps }, async (seen, lock) => {
    const { release } = seen;
    if (!release) throw nothingDeployed();
    const volumes = volumesOf(stack, release);
    const image = await steps.run("prepare", "what reads backups", () => ensureBackupImage(access));
    const mounts = volumes.map(({ key, name }) => `${name}:/volumes/${key}`);
    const run = { image, stack, to: repository.to, mounts, name: `${stack}-restore` };
    const wanted = { stack, id: asked, volumes, hasDatabase: Boolean(database) };
    const fetched = await steps.run("fetch", `backup ${asked}, beside what is there`, () =>
      runOnHost(on, run, fetchScript(wanted), "The backup could not be fetched; nothing has changed."),
    );
    const id = named(fetched).backup;
    const contents = { ...wanted, id };
    let proof: string[];
    let behind: string[] = [];
    const stopped = stoppedFor(release, contents.hasDatabase);
    await steps.run("stop", stopped.join(", "), () => stop(on, stack, stopped));
    try {
      const said = await steps.run("restore", wordsOf(contents), () =>
        runOnHost(on, run, placeScript(contents), "The backup could not be restored."),
      );
      proof = lines(parts(said).proof);
      behind = database ? behindOf(release.schema, parts(said).migrated) : [];
    } finally {
      await steps.run("start", stopped.join(", "), () => start(on, { stack, release, seen, lock, stopped, deadline }));
    }
    const { address } = parseHost(access.host);
    const problem = "The data is back, and the site does not answer as it should.";
    await mustAnswer(on, release.stack, address, steps, problem);
    return { result: `backup ${id}: ${proof.join(", ")}`, id, proof, behind };
  });
  return [
    `Backup ${id} is restored, and what is there now equals it:`,
    ...proof.map((line) => `  ${line}`),
    ...behind,
    "",
    steps.toString(),
  ].join("\n");
}

/**
 * A database that comes back may be older than what serves.
 *
 * @param needs the newest migration of the release, as in `20251123000001_profiles`; older records do not say
 * @param migrated the newest version that the database has
 */
export const behindOf = (needs = "", migrated = ""): string[] =>
  needs.slice(0, 14) > migrated
    ? [
        `The release that serves needs the migration ${needs}, and the database is ${migrated ? `at ${migrated}` : "without any"}: dagger call deploy --database, with the same address, applies what it lacks.`,
      ]
    : [];

/** Reads which backup is meant. */
export function parseBackup(text: string): string {
  if (/^(latest|[0-9a-f]{8,64})$/.test(text)) return text;
  throw new Refusal(
    EXIT.refused,
    `--backup ${text}: this is no backup.`,
    "dagger call backups lists them; latest is the newest.",
  );
}
