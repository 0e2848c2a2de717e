import { type Snapshot, snapshots } from "../backup/backups.js";
import { ensureBackupImage } from "../backup/image.js";
import { parseRepository, type Repository, withRepository } from "../backup/repository.js";
import { RESTIC, runOnHost } from "../backup/run.js";
import { type Access, reach } from "../deploy/reach.js";

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
export async function backupsOf(access: Access, given: Repository): Promise<Backups> {
  const repository = parseRepository(given);
  const { stack } = access;
  const on = withRepository(reach(access), repository);
  const run = { image: await ensureBackupImage(access), stack, to: repository.to, mounts: [] };
  const forgetting = (ids: readonly string[]) => [...RESTIC, `restic $OPTIONS forget --quiet --prune ${ids.join(" ")}`];
  return {
    found: await snapshots(on, run),
    forget: async (ids) => {
      const named = { ...run, name: `${stack}-backup` };
      if (ids.length > 0)
        await runOnHost(on, named, forgetting(ids).join("\n"), "Old backups could not be taken away.");
    },
  };
}
