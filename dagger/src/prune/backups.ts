import type { Snapshot } from "../backup/backups.js";
import { ensureBackupImage } from "../backup/image.js";
import { type Repository, withRepository } from "../backup/repository.js";
import { READ, RESTIC, runOnHost } from "../backup/run.js";
import { type Access, reach } from "../deploy/reach.js";
import { lines } from "../deploy/remote.js";
import { quoted } from "../shell.js";

/** Backups of a stack, and what takes some of them away. */
export interface Backups {
  found: readonly Snapshot[];
  forget: (ids: readonly string[]) => Promise<void>;
}

/**
 * Looks at what a repository has of a stack.
 *
 * @throws Refusal when it cannot be read
 */
export async function backupsOf(access: Access, repository: Repository): Promise<Backups> {
  const { stack } = access;
  const on = withRepository(reach(access), repository);
  const run = { image: await ensureBackupImage(access), stack, to: repository.to, mounts: [] };
  const listing = `restic $OPTIONS snapshots --no-lock --json --host ${quoted(stack)}`;
  const said = await runOnHost(on, run, [...READ, listing].join("\n"), "The backups could not be listed.");
  const forgetting = (ids: readonly string[]) => [...RESTIC, `restic $OPTIONS forget --quiet --prune ${ids.join(" ")}`];
  return {
    found: JSON.parse(lines(said).at(-1) ?? "[]") as Snapshot[],
    forget: async (ids) => {
      const named = { ...run, name: `${stack}-backup` };
      if (ids.length > 0)
        await runOnHost(on, named, forgetting(ids).join("\n"), "Old backups could not be taken away.");
    },
  };
}
