import { EXIT, Refusal } from "../deploy/refusal.js";
import { statements } from "./statements.js";

/** One step of the schema, as Supabase's CLI names it. */
export interface Migration {
  /** Its file, as in `20251123000001_profiles.sql`. */
  file: string;
  /** Fourteen digits, a time. */
  version: string;
  name: string;
}

/**
 * The migrations of a folder, oldest first.
 *
 * @param files names; what does not end in .sql is none
 * @throws Refusal when one has no version, or two have the same
 */
export function migrations(files: readonly string[]): Migration[] {
  const all = files
    .filter((file) => file.endsWith(".sql"))
    .toSorted()
    .map(named);
  const twice = all.find(({ version }, index) => all[index - 1]?.version === version);
  if (twice)
    throw new Refusal(
      EXIT.refused,
      `Two migrations have the version ${twice.version}.`,
      "Give the newer one a later time in its name, in packages/supabase/migrations.",
    );
  return all;
}

function named(file: string): Migration {
  const [, version, name] = /^(\d{14})_(\w+)\.sql$/.exec(file) ?? [];
  if (version && name) return { file, version, name };
  throw new Refusal(
    EXIT.refused,
    `The migration ${file} has no version.`,
    "Name it <14 digits>_<name>.sql, as in 20251123000001_profiles.sql",
  );
}

/** What a release needs of the schema: the newest migration, as in `20251123000001_profiles`; empty without any. */
export const schemaOf = (all: readonly Migration[]): string => all.at(-1)?.file.replace(/\.sql$/, "") ?? "";

/** Which migrations a database lacks, and which of its own this checkout lacks. */
export interface Pending {
  pending: Migration[];
  /** Versions. */
  ahead: string[];
}

/**
 * What is to be done to a database.
 *
 * @param applied the versions that it has
 * @throws Refusal when one is older than what was applied already: it may not fit any more
 */
export function pendingOf(all: readonly Migration[], applied: readonly string[]): Pending {
  const pending = all.filter(({ version }) => !applied.includes(version));
  const ahead = applied.filter((version) => !all.some((one) => one.version === version)).toSorted();
  const newest = applied.toSorted().at(-1) ?? "";
  const late = pending.filter(({ version }) => version < newest);
  if (late.length > 0)
    throw new Refusal(
      EXIT.refused,
      `The database has the migration ${newest}, and not the older ${late.map(({ file }) => file).join(", ")}.`,
      "Rename it to a later time, so that every database gets them in one order.",
    );
  return { pending, ahead };
}

/** A text of SQL's. */
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * What comes before a migration's own SQL, in its transaction: nobody else migrates meanwhile, none is done twice, and
 * one that would have to wait for a reader does not hold up all who come after it.
 *
 * @param sql of the migration, which is kept statement by statement
 */
export function bookkeeping({ version, name }: Migration, sql: string): string {
  const kept = statements(sql).map(literal).join(", ");
  return [
    "set local standard_conforming_strings = on;",
    "set local lock_timeout = '4s';",
    "lock table supabase_migrations.schema_migrations in exclusive mode;",
    `insert into supabase_migrations.schema_migrations (version, name, statements) values (${literal(version)}, ${literal(name)}, array[${kept}]::text[]);`,
    "",
  ].join("\n");
}

/** As Supabase's CLI makes it. */
export const SCHEMA = [
  "set client_min_messages = warning;",
  "create schema if not exists supabase_migrations;",
  "create table if not exists supabase_migrations.schema_migrations (version text not null primary key);",
  "alter table supabase_migrations.schema_migrations add column if not exists statements text[];",
  "alter table supabase_migrations.schema_migrations add column if not exists name text;",
].join("\n");

const AHEAD =
  "If the release can do with it (columns and tables that were only added), say so: --ahead. Migrations are not undone.";

/** The database has migrations that a release does not know. */
export const isAhead = (versions: readonly string[]): Refusal =>
  new Refusal(
    EXIT.refused,
    `The database has migrations that this release does not know: ${versions.join(", ")}.`,
    AHEAD,
  );

/**
 * Refuses a release whose schema is older than what serves, unless somebody wants just that.
 *
 * @param now what the release that serves needs; undefined where its record does not say
 * @param goal what the other one needs
 */
export function refuseOlder(now: string | undefined, goal: string | undefined, isMeant: boolean): void {
  if (isMeant || now === undefined || goal === undefined || goal >= now) return;
  throw new Refusal(
    EXIT.refused,
    `The release was made for the schema ${goal || "without migrations"}, and the database has been taken to ${now}.`,
    AHEAD,
  );
}
