import type { Container } from "@dagger.io/dagger";
import type { Repository } from "../backup/repository.js";
import type { Owner } from "../deploy/lock.js";
import { locked } from "../deploy/locked.js";
import { type Access, reach, step } from "../deploy/reach.js";
import { EXIT, Refusal, tail } from "../deploy/refusal.js";
import { wholeDigest } from "../deploy/release.js";
import { lines, PART, parts } from "../deploy/remote.js";
import { Steps } from "../deploy/steps.js";
import { quoted } from "../shell.js";
import { backupsOf } from "./backups.js";
import { look, REPOSITORIES } from "./look.js";
import { counts, type Found, type Prunable, prunable } from "./prunable.js";

/** How a host is pruned. */
export interface Pruned {
  access: Access;
  owner: Owner;
  /** Releases that stay. */
  keep: number;
  /** Says what would go, and takes nothing. */
  dry: boolean;
  /** Where backups go as well, of releases that are forgotten; nowhere if nothing. */
  repository?: Repository;
  wait: number;
}

/**
 * Removes from a host what no kept release needs: releases, and their images, secrets, ended containers and backups. Each kept
 * release can be rolled back to afterwards.
 *
 * @returns the report
 * @throws Refusal when somebody else changes the stack, or something that is needed has gone
 */
export async function prune({ access, owner, keep, dry, repository, wait }: Pruned): Promise<string> {
  const on = reach(access);
  const { stack } = access;
  const steps = new Steps();
  const backups = repository && (await backupsOf(access, repository));
  if (dry) return preview(prunable((await look(on)).found, stack, keep, backups?.found));
  const { report } = await locked(on, { stack, owner, wait, steps }, async () => {
    const before = await steps.run("look", "what the host keeps", () => look(on));
    const goes = prunable(before.found, stack, keep, backups?.found);
    const refused = await steps.run("prune", counts(goes), () => remove(on, stack, goes));
    await backups?.forget(goes.backups);
    const after = await steps.run("verify", "that nothing is missing", () => look(on));
    const missing = lost(before.found, after.found, goes);
    if (missing.length > 0)
      throw new Refusal(
        EXIT.unhealthy,
        "Something that a kept release needs has gone meanwhile.",
        "dagger call deploy brings it again.",
        missing.join("\n"),
      );
    const report = [
      `Kept ${releases(goes.kept)}; removed ${counts(goes)}.`,
      `${gigabytes(after.free)} are free, ${gigabytes(before.free)} were.`,
      ...refused.map((line) => `Still in use: ${line}`),
    ].join("\n");
    return { result: `kept ${releases(goes.kept)}, removed ${counts(goes)}`, report };
  });
  return [report, "", steps.toString()].join("\n");
}

const releases = (numbers: readonly number[]): string =>
  numbers.length === 1 ? `release ${numbers[0]}` : `releases ${numbers.join(", ")}`;

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;

function preview({ kept, ...goes }: Prunable): string {
  const all = [
    ...goes.forgotten.map((number) => `release    ${number}`),
    ...goes.images.map((reference) => `image      ${reference}`),
    ...goes.secrets.map((name) => `secret     ${name}`),
    ...goes.ended.map((id) => `container  ${id.slice(0, 12)}`),
    ...goes.manifests.map((reference) => `registry   ${reference}`),
    ...goes.backups.map((id) => `backup     ${id}`),
  ];
  return [`Would keep ${releases(kept)}, and remove ${counts(goes)}.`, ...all].join("\n");
}

/** What the host had for what stays, and has no more. */
export function lost(before: Found, after: Found, goes: Prunable): string[] {
  const gone = (then: readonly string[], now: readonly string[], taken: readonly string[]) =>
    then.filter((one) => !taken.includes(one) && !now.includes(one));
  return [
    ...gone(before.images, after.images, goes.images),
    ...gone(before.secrets, after.secrets, goes.secrets),
    ...gone(before.manifests, after.manifests, goes.manifests),
  ];
}

/** Takes it away, what others refer to first. Returns what Docker would not remove, because something uses it. */
async function remove(on: Container, stack: string, goes: Prunable): Promise<string[]> {
  const { code, stdout, stderr } = await step(on, [...PART, ...removing(stack, goes)]);
  if (code !== 0)
    throw new Refusal(
      EXIT.unhealthy,
      "Not all of it could be removed; what is needed is still there.",
      "Type the same again: what has gone already is not asked for twice.",
      tail(stderr, 5),
    );
  return lines(parts(stdout).refused);
}

/** The shell lines that remove what no release needs; killed at any of them, the next run removes the rest. */
export function removing(stack: string, { forgotten, images, secrets, ended, manifests }: Prunable): string[] {
  const each = (verb: string, names: readonly string[]) =>
    names.length > 0
      ? [
          `for name in ${names.map(quoted).join(" ")}; do docker ${verb} rm "$name" >/dev/null 2>>/tmp/refused || :; done`,
        ]
      : [];
  return [
    ": >/tmp/refused",
    // Records first: what they name could not be brought back any more.
    ...each(
      "config",
      forgotten.map((number) => `${stack}.release.${number}`),
    ),
    ...each("container", ended),
    ...each("image", images),
    ...each("secret", secrets),
    ...(manifests.length > 0 ? sweep(manifests) : []),
    "part refused cat /tmp/refused",
  ];
}

/** The registry must not run while its files go: it remembers what it has. A deploy starts it again where this was killed. */
function sweep(manifests: readonly string[]): string[] {
  const paths = manifests.map((reference) => {
    const [name = "", digest = ""] = reference.split("@");
    return `${name}/_manifests/revisions/${digest.replace(":", "/")}`;
  });
  const digests = manifests.map((reference) => wholeDigest(reference) ?? "");
  const script = [
    `cd ${REPOSITORIES}`,
    `for link in */_manifests/tags/*/current/link; do case " ${digests.join(" ")} " in *" $(cat "$link") "*) rm -r "\${link%/current/link}" ;; esac; done`,
    `rm -rf ${paths.join(" ")}`,
  ].join("\n");
  return [
    `docker exec flipdocs-registry sh -euc ${quoted(script)}`,
    "image=$(docker container inspect --format '{{.Config.Image}}' flipdocs-registry)",
    "docker stop flipdocs-registry >/dev/null",
    // The program is called otherwise where it is Debian's.
    "collect='exec $(command -v registry || command -v docker-registry) garbage-collect /etc/docker/registry/config.yml'",
    'docker run --rm --volumes-from flipdocs-registry --entrypoint sh "$image" -c "$collect" >/tmp/sweep 2>&1 || failed=yes',
    "docker start flipdocs-registry >/dev/null",
    '[ -z "${failed:-}" ] || { cat /tmp/sweep >&2; exit 1; }',
  ];
}
