import { type Container, type Directory, ExecError, type Secret } from "@dagger.io/dagger";
import { locked } from "../deploy/locked.js";
import { PREPARE, reach, step, whyUnreached } from "../deploy/reach.js";
import { EXIT, nothingDeployed, Refusal, tail } from "../deploy/refusal.js";
import { Steps } from "../deploy/steps.js";
import { anew } from "../release/act.js";
import { type BackedUp, makeBackup } from "./backup.js";
import { ensureBackupImage } from "./image.js";
import { carried } from "./repository.js";
import { type Restored, restore } from "./restore.js";

/**
 * Makes a backup and brings it here, as a repository of restic's of its own: what the host keeps is not touched.
 *
 * @param passphrase encrypts it
 * @returns the repository
 * @throws Refusal when it could not be made, or brought
 */
export async function backupHere(
  given: Pick<BackedUp, "access" | "owner" | "database" | "wait"> & { passphrase: Secret },
): Promise<Directory> {
  const { access, owner, passphrase, database, wait } = given;
  const { stack } = access;
  const on = reach(access);
  const volume = carried(stack);
  const steps = new Steps();
  const { folder } = await locked(on, { stack, owner, wait, steps }, async ({ release }) => {
    if (!release) throw nothingDeployed();
    await step(on, [emptied(volume)]);
    try {
      const kept = { repository: { to: volume, passphrase }, database, keep: 1, days: 0 };
      const { id, image } = await makeBackup(access, release, kept, steps);
      const folder = await steps.run("bring", `backup ${id} to here`, () => brought(on, volume, image));
      return { result: `backup ${id}, brought away`, folder };
    } finally {
      await step(on, [emptied(volume)]);
    }
  });
  return folder;
}

/**
 * Restores from what backupHere gave.
 *
 * @throws Refusal as restore does, and where it cannot be sent
 */
export async function restoreFrom(from: Directory, given: Restored): Promise<string> {
  const { access, repository } = given;
  if (repository.to) throw new Refusal(EXIT.refused, "--from and --to are two places.", "Leave one of them out.");
  const volume = carried(access.stack);
  const on = reach(access);
  const image = await ensureBackupImage(access);
  const { code, stderr } = await step(on.withMountedDirectory("/here", from), [
    "[ -e /here/config ] || { echo 'It has no file config, as what backup-here gives has.' >&2; exit 1; }",
    // One that is in use is another restore's.
    emptied(volume),
    "tar -C /here -cf /tmp/here.tar .",
    `docker run --interactive --rm --network none --volume ${volume}:/repository ${image} tar -C /repository --no-same-owner -x </tmp/here.tar`,
  ]);
  if (code !== 0)
    throw new Refusal(
      EXIT.refused,
      "What --from is could not be sent to the host; nothing has changed.",
      "Give the folder that dagger call backup-here was exported to.",
      tail(stderr, 5),
    );
  try {
    return await restore({ ...given, repository: { ...repository, to: volume } });
  } finally {
    await step(on, [emptied(volume)]);
  }
}

const emptied = (volume: string): string => `docker volume rm --force ${volume} >/dev/null`;

async function brought(on: Container, volume: string, image: string): Promise<Directory> {
  const lines = [
    ...PREPARE,
    `docker run --rm --network none --volume ${volume}:/repository:ro ${image} tar -C /repository -c . >/tmp/here.tar`,
    "mkdir /here; tar -C /here --no-same-owner -xf /tmp/here.tar; rm /tmp/here.tar",
  ];
  const done = anew(on)
    .withExec(["sh", "-euc", lines.join("\n")])
    .directory("/here");
  return done.sync().catch((error: unknown) => {
    if (!(error instanceof ExecError)) throw error;
    throw (
      whyUnreached(error.stderr) ??
      new Refusal(
        EXIT.refused,
        "The backup was made, and could not be brought here.",
        "See below why, mend it, and type the same again.",
        tail(error.stderr, 5),
      )
    );
  });
}
