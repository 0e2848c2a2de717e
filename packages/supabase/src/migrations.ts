import { readdir, readFile } from "node:fs/promises";

/** One step of the schema, as the Supabase CLI names it: a version, a name, and plain Postgres SQL. */
export type Migration = { version: string; name: string; sql: string };

// The bundle lies in dist/bin and its migrations in dist/migrations: one folder up, as from here.
const FOLDER = new URL("../migrations/", import.meta.url);

/**
 * Reads the migrations in the order in which they apply.
 *
 * @param folder where the SQL files lie; the package's own by default
 * @returns the migrations, oldest first
 * @throws Error when a file is not named `<version>_<name>.sql`
 */
export async function readMigrations(folder: URL = FOLDER): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  return Promise.all(
    files.map(async (file) => ({ ...named(file), sql: await readFile(new URL(file, folder), "utf8") })),
  );
}

function named(file: string): { version: string; name: string } {
  const [, version, name] = /^(\d{14})_(\w+)\.sql$/.exec(file) ?? [];
  if (!version || !name) {
    throw new Error(`Migration ${file} has no version: name it <14 digits>_<name>.sql, e.g. 20251123000001_books.sql`);
  }
  return { version, name };
}
