import { releaseOf, type Snapshot } from "../backup/backups.js";
import { EXIT, Refusal } from "../deploy/refusal.js";
import { type Release, wholeDigest } from "../deploy/release.js";
import { releaseBefore } from "../deploy/rollback.js";

/** A release, and whose it is: a host may have several stacks that share images. */
export interface Owned {
  stack: string;
  release: Release;
}

/** What a host keeps that a prune may look at. */
export interface Found {
  /** Of all stacks, oldest first. */
  releases: readonly Owned[];
  /** Images that were pulled by digest, as in `ghcr.io/acme/flipdocs-web@sha256:…`. */
  images: readonly string[];
  /** The stack's own secrets, by name. */
  secrets: readonly string[];
  /** Containers of the stack's that have ended; Swarm leaves some of each service. */
  ended: readonly { id: string; image: string }[];
  /** Images of what runs on the host, whoever's it is. */
  running: readonly string[];
  /** What the host's own registry has had for an hour or longer, as in `flipdocs-web@sha256:…`. */
  manifests: readonly string[];
}

/** What no kept release needs. */
export interface Prunable {
  /** Numbers of releases: those that stay, and those that are forgotten. */
  kept: number[];
  forgotten: number[];
  images: string[];
  secrets: string[];
  /** Containers, by id. */
  ended: string[];
  manifests: string[];
  /** Of a repository that was named, by id. */
  backups: string[];
}

const imagesOf = ({ stack }: Release): string[] => Object.values(stack.services).map(({ image }) => String(image));

const secretsOf = ({ stack }: Release): string[] => Object.values(stack.secrets).flatMap(({ name }) => name ?? []);

/**
 * What may go from a host: everything of the stack's that none of its newest releases needs, nor what a plain rollback
 * would bring back, nor any other stack. What was not pulled for a release of ours is nobody's business here.
 *
 * @param stack whose releases are forgotten
 * @param keep how many of its newest releases stay
 * @param backups what a repository has of the stack
 * @throws Refusal when it is to keep none
 */
export function prunable(found: Found, stack: string, keep: number, backups: readonly Snapshot[] = []): Prunable {
  if (!Number.isInteger(keep) || keep < 1)
    throw new Refusal(EXIT.refused, `--keep ${keep}: the release that serves has to stay.`, "Say one or more.");
  const own = found.releases.filter((one) => one.stack === stack).map(({ release }) => release);
  const kept = keptOf(own, keep);
  const others = found.releases.filter((one) => one.stack !== stack).map(({ release }) => release);
  const needed = new Set([...[...kept, ...others].flatMap(imagesOf), ...found.running].map(wholeDigest));
  const ours = new Set(own.flatMap(imagesOf).map(repositoryOf));
  const isFree = (reference: string) => !needed.has(wholeDigest(reference));
  const secrets = new Set(kept.flatMap(secretsOf));
  return {
    kept: kept.map(({ number }) => number),
    forgotten: own.filter((release) => !kept.includes(release)).map(({ number }) => number),
    images: found.images.filter((reference) => ours.has(repositoryOf(reference)) && isFree(reference)),
    secrets: found.secrets.filter((name) => !secrets.has(name)),
    ended: found.ended.filter(({ image }) => isFree(image)).map(({ id }) => id),
    manifests: found.manifests.filter(isFree),
    backups: oldBackups(
      backups,
      kept.map(({ number }) => number),
    ),
  };
}

/**
 * Which backups no kept release needs: those that were made of one that is forgotten. The newest of all stays, and so do
 * those of a schedule, which takes its own away.
 *
 * @param kept numbers of the releases that stay
 * @returns their ids
 */
function oldBackups(all: readonly Snapshot[], kept: readonly number[]): string[] {
  const newest = all
    .map(({ time }) => time)
    .toSorted()
    .at(-1);
  const isOld = (one: Snapshot) => {
    const release = releaseOf(one);
    return release !== "" && !kept.includes(Number(release)) && one.time !== newest;
  };
  return all.filter(isOld).map(({ short_id }) => short_id);
}

/** Of many copies of one stack, the newest releases may hold nothing to go back to: what a rollback brings stays, too. */
function keptOf(own: readonly Release[], keep: number): Release[] {
  const newest = own.slice(-keep);
  const goal = releaseBefore(own);
  return goal && !newest.includes(goal) ? [goal, ...newest] : newest;
}

/** `ghcr.io/acme/flipdocs-web` of a reference to it. */
const repositoryOf = (reference: string): string => reference.replace(/@.*$/, "").replace(/:[^/:]+$/, "");

/** How much of each, in words: `2 releases, 3 images`. */
export function counts(all: Omit<Prunable, "kept">): string {
  const { forgotten, images, secrets, ended, manifests, backups } = all;
  const named = {
    release: forgotten,
    image: images,
    secret: secrets,
    "ended container": ended,
    "image of the host's registry": manifests,
    backup: backups,
  };
  const words = Object.entries(named).flatMap(([name, { length }]) => (length > 0 ? [amount(length, name)] : []));
  return words.join(", ") || "nothing";
}

const amount = (count: number, name: string): string =>
  count === 1 ? `1 ${name}` : `${count} ${name.replace(/^(image|\S+ container|\S+)/, "$1s")}`;
