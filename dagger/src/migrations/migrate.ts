import type { Directory, Secret } from "@dagger.io/dagger";
import type { Access } from "../deploy/reach.js";
import { EXIT, Refusal } from "../deploy/refusal.js";
import { lines } from "../deploy/remote.js";
import { say } from "../progress.js";
import { quoted } from "../shell.js";
import { asking, withDatabase } from "./database.js";
import {
  bookkeeping,
  isAhead,
  type Migration,
  migrations,
  pendingOf,
  refuseOlder,
  SCHEMA,
  schemaOf,
} from "./migration.js";
import { statements } from "./statements.js";
import { refuseOutside } from "./transaction.js";

/** A release's migrations, and where they are applied; without a database, only what the release needs is known. */
export interface Schema {
  folder: Directory;
  database?: Secret;
  /** Takes a database whose schema is newer than the release. */
  ahead: boolean;
}

/** The migrations of this repository. */
export const schemaFrom = (source: Directory, database?: Secret, ahead = false): Schema => ({
  folder: source.directory("packages/supabase/migrations"),
  database,
  ahead,
});

/** What a deploy has to do to the database. */
export interface SchemaPlan {
  /** The newest migration that the release needs. */
  needs: string;
  pending: Migration[];
  /** For a person to read; empty where there is nothing to say. */
  text: string;
}

/**
 * Looks which migrations the database lacks. Without its address, only what the release needs is known.
 *
 * @param serves the schema that the release which serves needs; undefined where its record does not say
 * @throws Refusal when the database is ahead of the release and nobody said that this is meant, or when a migration could
 *   not be taken back whole
 */
export async function planSchema(access: Access, schema: Schema, serves?: string): Promise<SchemaPlan> {
  const all = migrations(await schema.folder.entries());
  const needs = schemaOf(all);
  refuseOlder(serves, needs, schema.ahead);
  if (!schema.database) {
    const isSeenTo = needs === (serves ?? "");
    const text = isSeenTo ? "" : `database  migration   ${needs} is needed; without --database nobody sees to it here`;
    return { needs, pending: [], text };
  }
  const books = await applied(access, schema.database);
  const { pending, ahead } = pendingOf(all, [...books.keys()]);
  if (ahead.length > 0 && !schema.ahead) throw isAhead(ahead);
  const sources = await sourcesOf(schema.folder, all);
  for (const one of pending) refuseOutside(one, sources.get(one) ?? "");
  const edited = all.filter((one) => isEdited(books.get(one.version), sources.get(one) ?? ""));
  const text = [
    ...ahead.map((version) => `database  ahead       ${version}`),
    ...edited.map(
      ({ file }) => `database  edited      ${file}: it was applied as it was before, and is not applied again`,
    ),
    ...pending.map(({ file }) => `database  migration   ${file}`),
  ];
  return { needs, pending, text: text.join("\n") || "The database has all migrations." };
}

/** What each migration says. */
const sourcesOf = async (folder: Directory, all: readonly Migration[]): Promise<Map<Migration, string>> =>
  new Map(await Promise.all(all.map(async (one) => [one, await folder.file(one.file).contents()] as const)));

/** Another one than was applied: layout and semicolons aside, which tools keep or leave out as they like. */
export const isEdited = (kept: string | undefined, sql: string): boolean =>
  Boolean(kept) &&
  kept !==
    statements(sql)
      .join("")
      .replace(/[ \t\r\n;]/g, "");

/** A line for each version that a database has, by its books, and what was done then; older books do not say. */
const APPLIED = [
  "select version, translate(said, E' \\t\\r\\n;', '')",
  "from supabase_migrations.schema_migrations book, lateral (select string_agg(text, '' order by place) said",
  "from jsonb_array_elements_text(nullif(to_jsonb(book)->'statements', 'null')) with ordinality kept (text, place)) whole",
  "order by version",
].join(" ");

async function applied(access: Access, database: Secret): Promise<Map<string, string>> {
  const { code, stdout, log } = await asking(withDatabase(access, database), [
    "table=$(ask -c \"select to_regclass('supabase_migrations.schema_migrations')\")",
    `[ -z "$table" ] || ask -F ' ' -c ${quoted(APPLIED)}`,
  ]);
  if (code === 0) return new Map(lines(stdout).map((line) => line.split(" ", 2) as [string, string]));
  throw new Refusal(
    EXIT.refused,
    "What the database has been migrated to cannot be read.",
    "The user of --database has to own the schema, as postgres does.",
    log,
  );
}

/**
 * Applies migrations, each in a transaction of its own with its line in the books. Killed at any moment, the one at work
 * is taken back by the database, and the next deploy goes on with it.
 *
 * @throws Refusal with an exit code of its own when one fails: none of it is done then, and later ones are not tried
 */
export async function migrate(
  access: Access,
  { folder, database }: Schema,
  pending: readonly Migration[],
): Promise<void> {
  if (!database || pending.length === 0) return;
  for (const { file } of pending) say("migrate", file);
  const sources = await Promise.all(pending.map(({ file }) => folder.file(file).contents()));
  const books = pending.map((one, index) => ({
    path: `/books/${one.file}`,
    text: bookkeeping(one, sources[index] ?? ""),
  }));
  const on = books.reduce(
    (container, { path, text }) => container.withNewFile(path, text),
    withDatabase(access, database).withMountedDirectory("/migrations", folder).withNewFile("/schema.sql", SCHEMA),
  );
  const { code, stdout, log } = await asking(on, [
    "ask -1 -f /schema.sql",
    `for file in ${pending.map(({ file }) => file).join(" ")}; do`,
    '  ask -1 -f "/books/$file" -f "/migrations/$file" >/dev/null || { echo "$file"; exit 42; }',
    "done",
  ]);
  if (code === 0) return;
  throw new Refusal(
    EXIT.migration,
    `The migration ${stdout || "of the books"} failed, and was taken back; what served before serves on.`,
    /lock timeout/i.test(log)
      ? "Somebody used for more than 4 s what it changes: deploy again, when there is less to do."
      : "Mend it, and deploy again: what was applied before it stays, and is not done twice.",
    log,
  );
}
