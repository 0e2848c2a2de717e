import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { digestOf } from "../../dagger/src/deploy/release.ts";
import { until } from "../../testing/programs.ts";
import { begin, call, called, host, site } from "../deploy/site.ts";
import { addressOf, sql } from "./machines.ts";
import { answers, atFifty, deployWeb, images } from "./site.ts";
import { imagesFile, newWeb } from "./small-site.ts";

const folder = join(site().checkout, "packages/supabase/migrations");
const database = ["--database", `file:${join(site().files, "database")}`];

const migration = (file: string, text: string) => writeFileSync(join(folder, file), text);
const versions = async () =>
  (
    await sql(
      "select version || ' ' || name || ' ' || cardinality(statements) from supabase_migrations.schema_migrations order by 1",
    )
  ).split("\n");

beforeAll(() => {
  writeFileSync(join(site().files, "database"), addressOf("postgres"));
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  migration(
    "20990101000001_books.sql",
    "create table public.books (title text);\ninsert into public.books values ('one; two');\n",
  );
});

test("plan lists what is pending, and does nothing of it", async () => {
  const said = await called("plan", "--images", imagesFile(site().files, images()), ...database);
  expect(said).toContain("database  migration   20990101000001_books.sql");
  expect(await sql("select to_regclass('supabase_migrations.schema_migrations') is null")).toBe("t");
});

test("claim 35: an additive migration at 50 requests a second fails none, and is in the books as Supabase's CLI keeps them", async () => {
  let web = "";
  const outcome = await atFifty(
    "an additive migration, and its release",
    deployWeb("migrated", ...database).then((deployed) => {
      ({ web } = deployed);
    }),
  );
  expect(outcome.failures).toEqual({});
  expect(await answers()).toBe(digestOf(web));
  expect(await versions()).toEqual(["20990101000001 books 2"]);
  expect(await sql("select title from public.books")).toBe("one; two");
});

test("what was applied is not applied again", async () => {
  migration("20990101000002_pages.sql", "alter table public.books add column pages int default 1;\n");
  const said = await called(
    "deploy",
    "--images",
    imagesFile(site().files, { ...images(), web: await newWeb(host(), "migrated") }),
    ...database,
  );
  expect(said).toContain("20990101000002_pages.sql");
  expect(await versions()).toEqual(["20990101000001 books 2", "20990101000002 pages 1"]);
  expect(await sql("select count(*) from public.books")).toBe("1");
});

test("claim 36: a migration that fails stops the deploy, is taken back whole, and the old version serves", async () => {
  const before = await answers();
  migration("20990101000003_broken.sql", "create table public.half (a int);\nselect no_such_function();\n");
  const web = await newWeb(host(), "broken");
  const ended = await call(site(), "deploy", "--images", imagesFile(site().files, { ...images(), web }), ...database);
  rmSync(join(folder, "20990101000003_broken.sql"));
  expect(ended.code).toBe(7);
  expect(ended.stderr).toContain(
    "The migration 20990101000003_broken.sql failed, and was taken back; what served before serves on.",
  );
  expect(ended.stderr).toContain("no_such_function");
  expect(ended.stdout + ended.stderr).not.toContain("of the tests;");
  expect(await answers()).toBe(before);
  expect(await versions()).toHaveLength(2);
  expect(await sql("select to_regclass('public.half') is null")).toBe("t");
  expect(await called("unlock")).toContain("Nobody has the lock");
});

test("claim 37: a deployer that is killed while the database migrates leaves nothing half done, and the next one does it", async () => {
  migration("20990101000004_slow.sql", "create table public.slow (a int);\nselect pg_sleep(3600);\n");
  const web = await newWeb(host(), "killed");
  const words = ["--images", imagesFile(site().files, { ...images(), web }), ...database];
  const deploy = begin(site(), "deploy", ...words);
  const sleeps =
    "select count(*) from pg_stat_activity where query like '%pg_sleep(3600)%' and pid <> pg_backend_pid()";
  await until(300, async () => (await sql(sleeps)) === "1");
  deploy.child.kill("SIGKILL");
  await deploy.ended;
  // What was killed may have a step that lives on, until the way to the database breaks.
  await sql(
    "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(3600)%' and pid <> pg_backend_pid()",
  );
  await until(60, async () => (await sql(sleeps)) === "0");
  expect(await sql("select to_regclass('public.slow') is null")).toBe("t");
  migration("20990101000004_slow.sql", "create table public.slow (a int);\n");
  await called("unlock");
  await called("deploy", ...words);
  expect(await versions()).toHaveLength(3);
  expect(await answers()).toBe(digestOf(web));
});

test("a rollback over a migration says so, and goes with a flag", async () => {
  const refused = await call(site(), "rollback");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("the database has been taken to 20990101000004_slow");
  expect(await called("rollback", "--ahead")).toContain("serves");
});

test.each<[string, string, string]>([
  ["is no address", "mysql://root@db/test", "--database is no address of a Postgres database."],
  ["has the wrong password", "", "The database does not let the host in."],
])("claim 43: a database whose address %s is an error of its own", async (_, given, sentence) => {
  const file = join(site().files, "other-database");
  writeFileSync(file, given || addressOf("postgres", "wrong"));
  const ended = await call(
    site(),
    "plan",
    "--images",
    imagesFile(site().files, images()),
    "--database",
    `file:${file}`,
  );
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(sentence);
});

test("claim 42: releases say which schema they need", async () => {
  const listed = JSON.parse(await called("releases", "--format", "json")) as { schema: string }[];
  expect(listed.map(({ schema }) => schema).slice(0, 3)).toEqual([
    "20990101000002_pages",
    "20990101000004_slow",
    "20990101000002_pages",
  ]);
});

test("what the books hold is what was in the file", async () => {
  const file = readFileSync(join(folder, "20990101000001_books.sql"), "utf8");
  const kept = await sql(
    "select array_to_string(statements, E';\\n') || E';\\n' from supabase_migrations.schema_migrations where name = 'books'",
  );
  expect(kept).toBe(file.trim());
});
