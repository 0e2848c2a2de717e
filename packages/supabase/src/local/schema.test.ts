import { beforeAll, expect, test } from "vitest";
import type { Migration } from "../migrations.ts";
import { createPgliteConnection } from "./lite.ts";
import { createSchema, type Database } from "./schema.ts";
import { type SqlResult, sqlHandler } from "./sql.ts";

const SYSTEM = `create schema supabase_migrations;
  create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text);`;
const notes: Migration = { version: "20251123000001", name: "notes", sql: "create table notes (line text);" };

let database: Database;
const migrate = (...migrations: Migration[]) =>
  createSchema(
    database,
    async () => void (await database.driver.exec(SYSTEM.replaceAll(/create (\w+) /g, "create $1 if not exists "))),
    migrations,
  );
const sql = (text: string, key = "secret") =>
  sqlHandler(
    database,
    "secret",
  )(new Request("http://db/sql", { method: "POST", body: text, headers: { authorization: `Bearer ${key}` } }));

beforeAll(async () => {
  database = await createPgliteConnection({});
  await migrate(notes);
});

test("a migration is applied once", async () => {
  await expect(migrate(notes)).resolves.toBeUndefined();
});

test("an edit of an applied migration is refused, with what to do instead", async () => {
  const edited = { ...notes, sql: "create table notes (line text not null);" };
  await expect(migrate(edited)).rejects.toThrow(/20251123000001_notes was edited after it had been applied.*volumes/);
});

test("a migration that was applied before its text was kept is taken as it is", async () => {
  await database.driver.exec("update supabase_migrations.schema_migrations set statements = null");
  await expect(migrate({ ...notes, sql: "edited" })).resolves.toBeUndefined();
});

test("a broken migration leaves nothing behind, and names itself and Postgres's reason", async () => {
  const broken = { version: "20251123000002", name: "broken", sql: "create table half (x int); selec 1;" };
  const error = await migrate(notes, broken).catch((error: Error) => error);
  expect(error).toMatchObject({ message: expect.stringContaining("20251123000002_broken failed") });
  expect(error).toMatchObject({ cause: { message: 'syntax error at or near "selec"' } });
  const [{ rows }] = (await (await sql("select to_regclass('half') as half")).json()) as [SqlResult];
  expect(rows).toEqual([{ half: null }]);
});

test("SQL is answered statement by statement", async () => {
  const answer = await sql("insert into notes values ('a'), ('b'); select count(*)::int as n from notes");
  expect(await answer.json()).toMatchObject([{ affectedRows: 2 }, { rows: [{ n: 2 }] }]);
});

test("SQL that is wrong is answered in Postgres's words", async () => {
  const answer = await sql("select * from note");
  expect(answer.status).toBe(422);
  expect(await answer.text()).toBe('relation "note" does not exist');
});

test("SQL is for whoever has the secret key", async () => {
  expect((await sql("select 1", "another")).status).toBe(401);
});
