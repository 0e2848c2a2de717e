import type { Container } from "@dagger.io/dagger";
import { type Access, reach } from "../deploy/reach.js";
import { EXIT, Refusal } from "../deploy/refusal.js";
import { lines, parts } from "../deploy/remote.js";
import { type Format, table } from "../deploy/table.js";
import { quoted } from "../shell.js";
import { ensureBackupImage } from "./image.js";
import { parseRepository, type Repository, withRepository } from "./repository.js";
import { HOLDS_NOTHING, READ, type Run, runOnHost } from "./run.js";

/** What restic says of a backup, as far as it is looked into. */
export interface Snapshot {
  short_id: string;
  time: string;
  tags?: string[];
  summary?: { total_bytes_processed?: number };
}

/** The backups of a stack, newest first. */
export async function backups(access: Access, given: Repository, format: Format): Promise<string> {
  const repository = parseRepository(given);
  const run = { image: await ensureBackupImage(access), stack: access.stack, to: repository.to, mounts: [] };
  const all = await snapshots(withRepository(reach(access), repository), run);
  return table(listed(all), ["backup", "made", "release", "megabytes"], format);
}

/**
 * Asks a repository what it has of a stack.
 *
 * @param on as `withRepository` makes it
 * @throws Refusal when it cannot be read
 */
export async function snapshots(on: Container, run: Run): Promise<Snapshot[]> {
  const script = [...READ, `restic $OPTIONS snapshots --no-lock --json --host ${quoted(run.stack)}`].join("\n");
  const said = await runOnHost(on, run, script, "The backups could not be listed.");
  return JSON.parse(lines(said).at(-1) ?? "[]") as Snapshot[];
}

/** A size as it is told. */
export const megabytes = (bytes = 0): string => (bytes / 1e6).toFixed(2);

/** The number of the release that one was made of; nothing where a schedule made it. */
export const releaseOf = ({ tags = [] }: Snapshot): string =>
  tags.find((tag) => tag.startsWith("release="))?.slice(8) ?? "";

/** As they are told to a person, newest first. */
export const listed = (all: readonly Snapshot[]) =>
  all
    .toSorted((one, other) => (one.time < other.time ? 1 : -1))
    .map((one) => ({
      backup: one.short_id,
      made: `${one.time.slice(0, 16).replace("T", " ")} UTC`,
      release: releaseOf(one),
      megabytes: megabytes(one.summary?.total_bytes_processed),
    }));

/** A backup that has nothing of this stack's. */
export const holdsNothing = (): Refusal => new Refusal(EXIT.refused, ...HOLDS_NOTHING);

/**
 * Which backup it was that a step has fetched.
 *
 * @param said what the step printed, with a part `backup`
 * @throws Refusal when it was none of this stack's
 */
export function named(said: string) {
  const [made] = listed(JSON.parse(parts(said).backup || "[]") as Snapshot[]);
  if (!made) throw holdsNothing();
  return made;
}
