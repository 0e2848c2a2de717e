import { locked } from "../deploy/locked.js";
import { reach } from "../deploy/reach.js";
import { nothingDeployed } from "../deploy/refusal.js";
import { lines, parts } from "../deploy/remote.js";
import { Steps } from "../deploy/steps.js";
import { holdsNothing, named } from "./backups.js";
import { ensureBackupImage } from "./image.js";
import { drillScript } from "./place.js";
import { parseRepository, withRepository } from "./repository.js";
import { parseBackup, type Restored } from "./restore.js";
import { runOnHost } from "./run.js";
import { volumesOf, wordsOf } from "./volumes.js";

/**
 * Proves that a backup can be restored: into volumes beside the real ones and a database beside the real one, by the
 * lines that restore does it by, compared with what was noted when it was made. What it made is gone afterwards,
 * whatever came of it; the site serves on and is not touched.
 *
 * @returns the report
 * @throws Refusal when it cannot be restored, or is not equal
 */
export async function drill(given: Omit<Restored, "deadline">): Promise<string> {
  const { access, owner, database, wait } = given;
  const repository = parseRepository(given.repository);
  const id = parseBackup(given.backup);
  const { stack } = access;
  const on = withRepository(reach(access), repository, database);
  const steps = new Steps();
  const { report } = await locked(on, { stack, owner, wait, steps }, async ({ release }) => {
    if (!release) throw nothingDeployed();
    const image = await steps.run("prepare", "what reads backups", () => ensureBackupImage(access));
    const contents = { stack, id, volumes: volumesOf(stack, release), hasDatabase: Boolean(database) };
    // Without a name a volume goes with its container.
    const mounts = contents.volumes.map(({ key }) => `/volumes/${key}`);
    const run = { image, stack, to: repository.to, mounts, name: `${stack}-drill` };
    const said = await steps.run("restore", `${wordsOf(contents)}, beside the real ones`, () =>
      runOnHost(
        on,
        run,
        drillScript(contents),
        "The backup could not be restored beside what is there, which was not touched.",
      ),
    );
    const made = named(said);
    const { proof } = parts(said);
    if (lines(proof).length === 0) throw holdsNothing();
    const report = [
      `Backup ${made.backup} of ${made.made} was restored beside what is there, equals what it was made of, and is gone again:`,
      ...lines(proof).map((line) => `  ${line}`),
    ];
    return { result: `backup ${made.backup}: ${lines(proof).join(", ")}`, report };
  });
  return [...report, "", steps.toString()].join("\n");
}
