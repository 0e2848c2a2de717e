import { quoted } from "../shell.js";
import { ADDRESS, ANOTHERS, NEWER, RESTIC } from "./run.js";
import { COPY, type Contents, SAME_DATA } from "./volumes.js";

/** What is brought back. */
export interface Brought extends Contents {
  stack: string;
  /** The backup's id, or `latest`. */
  id: string;
}

/** `fetch FOLDER TARGET OPTION...`: brings a folder of a backup, each file's checksum verified. */
const fetching = ({ stack, id }: Brought): string =>
  `fetch() { from="${id}:$1" to=$2; shift 2; restic $OPTIONS restore --quiet --verify --host ${quoted(stack)} "$from" --target "$to" "$@" >/dev/null || exit 56; }`;

/** Fetches a backup onto the volumes' own disks, beside what is there, and compares it with what was noted when it was made. */
export const fetchScript = (brought: Brought): string =>
  [
    // What has not come whole would keep the schedule still for ever; half a restore of before shall.
    "held=$(ls -d /volumes/*/.restoring 2>/dev/null || :)",
    "trap 'code=$?; [ $code = 0 ] || { rm -rf /volumes/*/.restoring; [ -z \"$held\" ] || mkdir -p $held; }; exit $code' EXIT",
    ...begun(brought),
    ...named(brought),
    ...fetched(brought),
    ...(brought.hasDatabase ? [...ADDRESS, ...covered(brought)] : []),
  ].join("\n");

/**
 * Nothing is dropped that the backup does not bring back: it would stand in the way of what is restored, or beside it, so
 * that the two could never be equal. What goes with its table (columns, indexes, policies) does.
 */
const covered = ({ stack, id }: Brought): string[] => [
  "kinds='TABLE|VIEW|MATERIALIZED VIEW|FUNCTION|PROCEDURE|AGGREGATE|TYPE|DOMAIN|SCHEMA|EXTENSION'",
  // Without what differs between two databases: numbers, and the owner.
  `entries() { pg_restore --list "$1" | sed -nE "s/^[0-9]+; [0-9]+ [0-9]+ (($kinds) .*) [^ ]*$/\\1/p" | LC_ALL=C sort -u; }`,
  `restic $OPTIONS dump --host ${quoted(stack)} ${id} /data/database.dump >/tmp/then || exit 56`,
  "pg_dump --format custom --schema-only --file /tmp/now",
  "entries /tmp/then >/tmp/known; entries /tmp/now | LC_ALL=C comm -23 - /tmp/known >/tmp/more; rm /tmp/then /tmp/now",
  `[ ! -s /tmp/more ] || { head -n 8 /tmp/more >&2; exit ${NEWER}; }`,
];

/** Puts what was fetched in its place: the database in one transaction, then each volume by renaming; then compares. */
export const placeScript = (brought: Brought): string =>
  [...begun(brought), ...placed(brought, "service=flipdocs"), ...(brought.hasDatabase ? MIGRATED : [])].join("\n");

/** Says the newest migration of a database that was restored; it may have none. */
const MIGRATED = [
  "printf '\\n==== migrated\\n'",
  'psql -XAtc "select max(version) from supabase_migrations.schema_migrations" 2>/dev/null || :',
] as const;

/** Both, into volumes that are empty and a database of its own, which goes again whatever comes of it. */
export function drillScript(brought: Brought): string {
  const { stack, hasDatabase } = brought;
  const name = `${stack}_drill`;
  return [
    ...begun(brought),
    ...named(brought),
    ...fetched(brought),
    ...(hasDatabase
      ? [
          ...ADDRESS,
          `drop() { psql -Xqc 'drop database if exists "${name}" with (force)' >&2; }`,
          "drop",
          "trap 'code=$?; drop; exit $code' EXIT",
          `psql -Xqc 'create database "${name}" template template0' >&2`,
        ]
      : []),
    ...placed(brought, `service=flipdocs dbname=${name}`),
  ].join("\n");
}

/** Says which backup it is: `latest` is another one tomorrow. */
const named = ({ stack, id }: Brought): string[] => [
  "printf '\\n==== backup\\n'",
  `restic $OPTIONS snapshots --json --host ${quoted(stack)} ${id} >/tmp/named; cat /tmp/named`,
  // Whose it is only matters to restic where it is to find the latest.
  `! grep -q '"hostname":' /tmp/named || grep -qF '"hostname":"${stack}"' /tmp/named || exit ${ANOTHERS}`,
];

const begun = (brought: Brought): string[] => [...RESTIC, ...COPY, fetching(brought)];

function fetched({ stack, id, volumes, hasDatabase }: Brought): string[] {
  return [
    "fetch /data/sums /sums",
    ...volumes.flatMap(({ key }) => [
      `rm -rf /volumes/${key}/.restoring`,
      `if [ -e /sums/${key} ]; then`,
      // With the folder's own owner and mode, which only what is around it brings.
      `  fetch /data/volumes /volumes/${key}/.restoring --include /${key}`,
      `  sums /volumes/${key}/.restoring/${key} >/tmp/sums`,
      `  cmp /tmp/sums /sums/${key} || { echo "${key} is not as it was noted when the backup was made." >&2; exit 57; }`,
      "fi",
    ]),
    ...(hasDatabase
      ? [
          `restic $OPTIONS ls --host ${quoted(stack)} ${id} /data/database.dump | grep -qx /data/database.dump || { echo "This backup holds no database." >&2; exit 58; }`,
        ]
      : []),
  ];
}

function placed({ volumes, hasDatabase }: Brought, database: string): string[] {
  return [
    "fetch /data /fetched --exclude /volumes",
    "printf '\\n==== proof\\n'",
    ...(hasDatabase ? [...ADDRESS, ...restored(database)] : []),
    ...volumes.flatMap(({ key }) => [
      `cd /volumes/${key}`,
      `if [ -e /fetched/sums/${key} ]; then`,
      "  find . -mindepth 1 -maxdepth 1 ! -name .restoring -exec rm -rf {} +",
      `  find .restoring/${key} -mindepth 1 -maxdepth 1 -exec mv -t . {} +`,
      `  chown --reference=.restoring/${key} . && chmod --reference=.restoring/${key} . && rm -r .restoring`,
      "  sums . >/tmp/sums",
      `  cmp /tmp/sums /fetched/sums/${key} || { echo "${key} is not as the backup has it." >&2; exit 57; }`,
      `  echo "${key}: $(find . -type f | wc -l) files, $(find . -type f -printf '%s\\n' | awk '{ sum += $1 } END { print sum + 0 }') bytes, equal"`,
      "fi",
    ]),
  ];
}

/** @param database as Postgres' programs take it, none of it secret */
const restored = (database: string): string[] => [
  "export PGOPTIONS='-c lock_timeout=30s'",
  `pg_restore --dbname "${database}" --clean --if-exists --single-transaction --exit-on-error /fetched/database.dump >&2`,
  "unset PGOPTIONS",
  `kept=$(pg_restore --file - /fetched/database.dump | ${SAME_DATA})`,
  `now=$(pg_dump "${database}" | ${SAME_DATA})`,
  '[ "$kept" = "$now" ] || { echo "The database is not as the backup has it." >&2; exit 57; }',
  `echo "database: $(psql -XAtd "${database}" -c "select count(*) from pg_stat_user_tables") tables, equal"`,
];
