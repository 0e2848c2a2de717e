import type { Container } from "@dagger.io/dagger";
import { step } from "../deploy/reach.js";
import { EXIT, Refusal, tail } from "../deploy/refusal.js";
import { PART, parts } from "../deploy/remote.js";
import { NO_ADDRESS, SERVICES } from "../migrations/database.js";
import type { Acted } from "../release/act.js";
import { quoted } from "../shell.js";
import { found } from "./repository.js";

/** A run on the host. */
export interface Run {
  image: string;
  stack: string;
  /** Where backups are kept. */
  to: string;
  /** Volumes by the folders they are seen at, as in `redis:/volumes/redis:ro`. */
  mounts: readonly string[];
  /** A name, where it changes something or counts on nothing being changed: there may be one at a time. */
  name?: string;
}

/** Function `assign NAME FILE`: prints what sets a variable to what a file holds, whatever that is. */
export const ASSIGN = `assign() { printf "export %s='" "$1"; tr -d '\\r\\n' <"$2" | sed "s/'/'\\\\\\\\''/g"; echo "'"; }`;

/** How a run ends that was given a passphrase of no letters. */
const NO_PASSPHRASE = 65;

/**
 * Function `inside`: runs the script of its standard input on the host, in a container that sees the volumes. What is
 * secret goes in by standard input, too: nobody who looks at the host's containers sees it, and it is gone with the run.
 */
export function inside({ image, stack, to, mounts, name }: Run): string[] {
  const { repository, mounts: own } = found(stack, to);
  const flags = [
    `${name ? `--name ${name} ` : ""}--interactive --rm --hostname ${stack} --network host --log-driver none`,
    "--cap-drop ALL --cap-add DAC_OVERRIDE --cap-add CHOWN --cap-add FOWNER --security-opt no-new-privileges",
    "--memory 512m --pids-limit 128 --tmpfs /run/given:size=1m,mode=0700",
    [...mounts, ...own, ...(name ? [turns(stack)] : [])].map((volume) => `--volume ${volume}`).join(" "),
  ].join(" ");
  return [
    // Two at one repository would wait for each other.
    ...(name ? [`docker rm --force --volumes ${name} >/dev/null 2>&1 || :`] : []),
    // A variable of CI that is not set is given as nothing, and what leaves the host would not be encrypted.
    `[ ! -e /run/given/passphrase ] || grep -q '[^[:space:]]' /run/given/passphrase || exit ${NO_PASSPHRASE}`,
    ASSIGN,
    "given() { [ ! -e /run/given/$2 ] || assign $1 /run/given/$2; }",
    "inside() {",
    "  {",
    `    printf '%s\\n' ${quoted(`export RESTIC_REPOSITORY=${quoted(repository)} RESTIC_CACHE_DIR=/tmp/cache RESTIC_PROGRESS_FPS=0`)}`,
    "    given RESTIC_PASSWORD passphrase; given AWS_SECRET_ACCESS_KEY password",
    '    [ -z "${BUCKET_USER:-}" ] || { printf %s "$BUCKET_USER" >/run/ssh/user; assign AWS_ACCESS_KEY_ID /run/ssh/user; }',
    "    [ ! -e /run/given/database ] || { echo 'cat >/run/given/database <<\\THE_END'; cat /run/given/database; printf '\\nTHE_END\\n'; }",
    "    cat",
    `  } | docker run ${flags} ${image} sh -euc 'cat >/run/given/script; exec sh -eu /run/given/script </dev/null' 2>/run/ssh/inside && return`,
    "  code=$?",
    // What it says of a bucket or a database is not said of the host: `step` reads standard error for that.
    "  case $code in 125 | 255) cat /run/ssh/inside >&2 ;; *) part failed tail -n 20 /run/ssh/inside ;; esac",
    "  exit $code",
    "}",
  ];
}

/** Names the database that was given to Postgres' programs. */
export const ADDRESS = ["export FROM=/run/given/database INTO=/run/given", ...SERVICES] as const;

/** A repository that opens, and OPTIONS for it: what a run begins with that only reads. */
export const READ = [
  // By itself it would ask for a quarter of an hour whether the bucket is there again.
  'code=0; OPTIONS= ; [ -n "${RESTIC_PASSWORD:-}" ] || OPTIONS=--insecure-no-password',
  "timeout 20 restic $OPTIONS cat config >/dev/null || code=$?",
  "case $code in",
  "  0) ;;",
  '  10) [ -n "${MAKE:-}" ] || exit 53; restic $OPTIONS init >/dev/null || exit 52 ;;',
  "  12) exit 51 ;;",
  "  *) exit 52 ;;",
  "esac",
] as const;

/** Who changes a repository has this volume's lock, which the kernel takes back from who is killed: see TURN. */
export const turns = (stack: string): string => `${stack}-schedule:/schedule`;

/** Waits for the host's other runs: the schedule's, and one whose deployer was killed. */
export const TURN = ["exec 9>/schedule/lock", "flock --wait 600 9 || exit 59"] as const;

/** What one begins with that has the stack's lock: what is left of one that was killed is nobody's. */
export const RESTIC = [...TURN, ...READ, "restic $OPTIONS unlock --remove-all >/dev/null 2>&1 || :"] as const;

/** How a run of the schedule's ends that finds half a restore. */
export const HELD = 60;

/** How a run ends that has made its backup, and could not take older ones away, or finds what keeps them damaged. */
export const KEPT_ALL = 61;
export const UNCHECKED = 62;

/** How one ends that is to bring back another stack's backup, or less than the database has. */
export const ANOTHERS = 63;
export const NEWER = 64;

/**
 * Runs a script on the host, in a container that sees the volumes.
 *
 * @param on as `withRepository` makes it
 * @param otherwise what has not been done, where it fails and no more is known
 * @returns what it printed
 */
export async function runOnHost(on: Container, run: Run, script: string, otherwise: string): Promise<string> {
  const said = await step(on.withNewFile("/run.sh", script), [...PART, ...inside(run), "inside </run.sh"]);
  if (said.code !== 0) throw runRefusal(said, run.to, otherwise);
  return said.stdout;
}

/** What went wrong, by how a run on the host ended. */
export function runRefusal({ code, stdout, stderr }: Acted, to: string, otherwise: string): Refusal {
  const log = tail(parts(stdout).failed || stderr, 10);
  const where = to || "the host";
  const words: Readonly<Record<number, readonly [problem: string, hint: string]>> = {
    51: [
      "The passphrase does not open the backups.",
      "Give the one that they were made with: --passphrase env:BACKUP_PASSPHRASE",
    ],
    52: [
      `The backups on ${where} cannot be reached.`,
      "Check --to, --username and --password, and that the host reaches the bucket.",
    ],
    40: NO_ADDRESS,
    [NO_PASSPHRASE]: [
      "The passphrase is empty; nothing was done.",
      "See that what --passphrase names has one: in CI, that the secret is there.",
    ],
    53: [`There are no backups on ${where}.`, "dagger call backup makes one; check --to."],
    59: ["Another backup is at work on the host, for ten minutes already.", "Wait for it, and type the same again."],
    [HELD]: ["A restore was begun and is not finished.", "dagger call restore, typed again, finishes it."],
    [KEPT_ALL]: [
      "The backup was made, and older ones could not be taken away.",
      "See below why: a bucket's key has to be allowed to delete. The next backup takes them away.",
    ],
    [UNCHECKED]: [
      "The backup was made, and what keeps the backups did not pass its check.",
      "See below why. Where pieces are damaged or missing, back up to another --to, and prove that by dagger call drill.",
    ],
    [ANOTHERS]: HOLDS_NOTHING,
    [NEWER]: [
      "The database has what the backup does not know; nothing has changed.",
      "It is newer than the backup, or somebody else's. Restore into an empty database, or drop what is named below.",
    ],
  };
  const [problem, hint] = words[code] ?? [otherwise, OTHERWISE];
  return new Refusal(EXIT.refused, problem, known(log) ?? hint, log);
}

/** A backup that has nothing of this stack's. */
export const HOLDS_NOTHING = ["The backup holds nothing of this stack's.", "dagger call backups lists them."] as const;

const OTHERWISE = "See below why, mend it, and type the same again: backups that are there stay as they are.";

/** What programs say that have one reason, whatever they were at. */
const KNOWN: readonly { says: RegExp; hint: string }[] = [
  {
    says: /no space left on device/i,
    hint: "The disk is full: dagger call prune makes room on the host. Then type the same again; backups that are there stay as they are.",
  },
  {
    says: /RequestTimeTooSkewed|certificate has expired or is not yet valid/,
    hint: "See that the host's clock is right: sudo timedatectl set-ntp true. Then type the same again.",
  },
  {
    says: /InvalidAccessKeyId|SignatureDoesNotMatch|Access ?Denied|403 Forbidden/i,
    hint: "The bucket does not let this key in, or not do all of it: check --username and --password. It has to list, read, write and delete.",
  },
  {
    says: /server version mismatch/,
    hint: "The database is newer than Postgres 17, whose programs these are: leave --database out, and back it up by its own.",
  },
];

/** What to do about what a log says, where that is known. */
const known = (log: string): string | undefined => KNOWN.find(({ says }) => says.test(log))?.hint;
