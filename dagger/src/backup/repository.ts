import type { Container, Secret } from "@dagger.io/dagger";
import { EXIT, Refusal } from "../deploy/refusal.js";
import { withGiven } from "../release/tools.js";

/** Where backups are kept. */
export interface Repository {
  /** A bucket, as in `s3:https://s3.eu-central-1.amazonaws.com/bucket/flipdocs`, or a folder of the host; its volume if nothing. */
  to: string;
  /** Encrypts them. */
  passphrase?: Secret;
  /** Who may use the bucket. */
  username?: string;
  password?: Secret;
}

/**
 * Reads what says where backups are kept.
 *
 * @param own a volume of ours that may be meant
 * @throws Refusal when it is none of these, or when they would leave the host as they are
 */
export function parseRepository(given: Repository, own = ""): Repository {
  const { to, passphrase, username, password } = given;
  if (/^s3:.*:\/\/[^/]*@/.test(to))
    throw new Refusal(
      EXIT.refused,
      "--to has the bucket's key in it, and is told to everybody.",
      "Give the key by --username and --password env:BUCKET_KEY, and the address without it; where this was logged, make another key.",
    );
  if (to && to !== own && !/^(s3:https?:\/\/[^/\s]+\/[^\s]+|(\/[\w.-]+)+\/?)$/.test(to))
    throw new Refusal(
      EXIT.refused,
      `--to ${to}: this is neither a bucket nor a folder of the host.`,
      "Say it as in --to s3:https://s3.eu-central-1.amazonaws.com/bucket/flipdocs, or --to /mnt/backups; without it, a volume of the host keeps them.",
    );
  if (to.startsWith("s3:") && !passphrase)
    throw new Refusal(
      EXIT.refused,
      "What leaves the host is encrypted, and there is no passphrase.",
      "Give one, as in --passphrase env:BACKUP_PASSPHRASE, and keep it elsewhere: without it no backup can be read.",
    );
  if (Boolean(username) !== Boolean(password))
    throw new Refusal(
      EXIT.refused,
      "--username and --password go together.",
      "They are the bucket's key id and secret key.",
    );
  return given;
}

/** @param place `host`, or as `--to` says it; nothing where none is meant */
export const repositoryAt = (place: string, open: Omit<Repository, "to">): Repository | undefined =>
  place ? { ...open, to: place === "host" ? "" : place } : undefined;

/** The volume in which a backup waits on the host while it is carried to or from where the call is. */
export const carried = (stack: string): string => `${stack}-carried`;

/** Where a run on the host finds it, and what it mounts for that. */
export const found = (stack: string, to: string): { repository: string; mounts: string[] } =>
  to.startsWith("s3:")
    ? { repository: to, mounts: [] }
    : { repository: "/repository", mounts: [`${to || `${stack}-backups`}:/repository`] };

/** Puts what opens a repository, and a database if there is one, beside a step. */
export const withRepository = (
  on: Container,
  { passphrase, username, password }: Repository,
  database?: Secret,
): Container =>
  withGiven(username ? on.withEnvVariable("BUCKET_USER", username) : on, { passphrase, password, database });
