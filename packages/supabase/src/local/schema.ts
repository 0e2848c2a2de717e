import type { Migration } from "../migrations.ts";

/** As much of PGlite as applying migrations takes. */
export type Database = {
  driver: {
    exec: (sql: string) => Promise<unknown>;
    query: <Row>(sql: string, values?: unknown[]) => Promise<{ rows: Row[] }>;
  };
};

// Policies name these roles, and Lite makes them only with its first request: too late for a migration.
const ROLES = `
do $$ begin
  if not exists (select from pg_roles where rolname = 'anon') then create role anon nologin; end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then create role authenticated nologin; end if;
  if not exists (select from pg_roles where rolname = 'service_role') then create role service_role nologin bypassrls; end if;
end $$;`;

const RECORD = "insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)";

/**
 * Makes roles, Supabase's own tables and then ours, each migration once and in a transaction.
 *
 * @param database where to
 * @param systemSchema makes auth, storage and the table of applied migrations
 * @param migrations ours, oldest first
 * @throws Error naming the migration that failed, with Postgres's reason as its cause, or that was edited since
 */
export async function createSchema(
  database: Database,
  systemSchema: () => Promise<void>,
  migrations: Migration[],
): Promise<void> {
  await database.driver.exec(ROLES);
  await systemSchema();
  const { rows } = await database.driver.query<{ version: string; statements: string[] | null }>(
    "select version, statements from supabase_migrations.schema_migrations",
  );
  const applied = new Map(rows.map(({ version, statements }) => [version, statements?.join("")]));
  for (const migration of migrations) {
    if (applied.has(migration.version)) refuseEdited(migration, applied.get(migration.version));
    else await apply(database, migration);
  }
}

/** What has been applied is not applied again: an edit of it would be without effect, and without a word. */
function refuseEdited({ version, name, sql }: Migration, applied: string | undefined): void {
  if (applied === undefined || applied === sql) return;
  throw new Error(
    `Migration ${version}_${name} was edited after it had been applied, and is not applied again. Put the change into ` +
      "a new migration, or begin with an empty database (in development: npm run dev -- down --volumes).",
  );
}

async function apply({ driver }: Database, { version, name, sql }: Migration): Promise<void> {
  try {
    await driver.exec(`begin;\n${sql}\n`);
    await driver.query(RECORD, [version, name, [sql]]);
    await driver.exec("commit;");
  } catch (cause) {
    await driver.exec("rollback;");
    throw new Error(`Migration ${version}_${name} failed and was rolled back; correct its SQL and start again.`, {
      cause,
    });
  }
}
