import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { bookkeeping, migrations, pendingOf, refuseOlder, schemaOf } from "../../src/migrations/migration.ts";
import { statements } from "../../src/migrations/statements.ts";

const all = migrations(["20260101000002_books.sql", "README.md", "20260101000001_people.sql"]);

test("migrations are named as Supabase's CLI names them, and come oldest first", () => {
  expect(all).toEqual([
    { file: "20260101000001_people.sql", version: "20260101000001", name: "people" },
    { file: "20260101000002_books.sql", version: "20260101000002", name: "books" },
  ]);
  expect(schemaOf(all)).toBe("20260101000002_books");
  expect(schemaOf([])).toBe("");
});

test.each(["people.sql", "2026_people.sql", "20260101000001_; rm -rf.sql"])("%s has no version", (file) => {
  expect(() => migrations([file])).toThrow(`The migration ${file} has no version.`);
});

test("two of one version are refused", () => {
  expect(() => migrations(["20260101000001_a.sql", "20260101000001_b.sql"])).toThrow("Two migrations have the version");
});

test.each<[string, string[], string[], string[]]>([
  ["a new database lacks all of them", [], ["20260101000001_people.sql", "20260101000002_books.sql"], []],
  ["one that has some lacks the others", ["20260101000001"], ["20260101000002_books.sql"], []],
  ["one that has all lacks none", ["20260101000001", "20260101000002"], [], []],
  ["a newer one is ahead", ["20260101000001", "20260101000002", "20260101000003"], [], ["20260101000003"]],
])("%s", (_, applied, pending, ahead) => {
  const found = pendingOf(all, applied);
  expect({ pending: found.pending.map(({ file }) => file), ahead: found.ahead }).toEqual({ pending, ahead });
});

test("one that is older than what was applied is refused", () => {
  expect(() => pendingOf(all, ["20260101000002"])).toThrow(
    "The database has the migration 20260101000002, and not the older 20260101000001_people.sql.",
  );
});

test("a rollback over a migration says so, and asks for a flag", () => {
  expect(() => refuseOlder("20260101000002_books", "20260101000001_people", false)).toThrow("--ahead");
  expect(() => refuseOlder("20260101000002_books", "", false)).toThrow("schema without migrations");
});

test.each<[string, string | undefined, string | undefined, boolean]>([
  ["somebody means it", "2_b", "1_a", true],
  ["the schema is the same", "1_a", "1_a", false],
  ["it is newer", "1_a", "2_b", false],
  ["a record from before does not say", undefined, "1_a", false],
  ["the goal's record does not say", "2_b", undefined, false],
])("a release is taken when %s", (_, now, goal, isMeant) => {
  expect(refuseOlder(now, goal, isMeant)).toBeUndefined();
});

test("the books are written in the migration's transaction, nobody else beside it", () => {
  const [people] = all;
  expect(people && bookkeeping(people, "create table a (b text default 'it''s');\n-- the last\nselect 1;\n")).toBe(
    [
      "set local standard_conforming_strings = on;",
      "set local lock_timeout = '4s';",
      "lock table supabase_migrations.schema_migrations in exclusive mode;",
      "insert into supabase_migrations.schema_migrations (version, name, statements) values ('20260101000001', 'people', array['create table a (b text default ''it''''s'')', '-- the last\nselect 1']::text[]);",
      "",
    ].join("\n"),
  );
});

test.each<[string, string, string[]]>([
  ["semicolons", "a; b ;\n;c", ["a", "b", "c"]],
  ["quoted text", "select ';', 'it''s;' ; b", ["select ';', 'it''s;'", "b"]],
  [
    "backslashes",
    String.raw`select 'C:\'; select E'it\'s; ' ; b`,
    [String.raw`select 'C:\'`, String.raw`select E'it\'s; '`, "b"],
  ],
  ["quoted names", 'select 1 as "a;""b"; c', ['select 1 as "a;""b"', "c"]],
  ["functions", "create function f() as $$ begin; end; $$; b", ["create function f() as $$ begin; end; $$", "b"]],
  ["named dollars", "do $x$ $$;$$ ; $x$; b", ["do $x$ $$;$$ ; $x$", "b"]],
  ["a dollar in a name", "select a$b; c$b", ["select a$b", "c$b"]],
  ["comments", "-- a; b\nc; /* d; /* e; */ ; */ f", ["-- a; b\nc", "/* d; /* e; */ ; */ f"]],
  [
    "bodies in SQL",
    "create function f() begin atomic select 1; select 2; end; b",
    ["create function f() begin atomic select 1; select 2; end", "b"],
  ],
  ["no statement", " ; \n", []],
])("statements are split past %s", (_, sql, parts) => {
  expect(statements(sql)).toEqual(parts);
});

test("this repository's own migrations are split into what begins as a statement", () => {
  const folder = resolve(import.meta.dirname, "../../../packages/supabase/migrations");
  const found = migrations(readdirSync(folder)).flatMap(({ file }) =>
    statements(readFileSync(`${folder}/${file}`, "utf8")),
  );
  const verbs = found.map((text) =>
    text
      .replace(/^(\s*--[^\n]*\n)+/, "")
      .trim()
      .split(/\s+/)[0]
      ?.toLowerCase(),
  );
  expect(found.length).toBeGreaterThan(20);
  expect([...new Set(verbs)].sort()).toEqual(expect.arrayContaining(["alter", "create", "insert"]));
  expect(
    verbs.filter((verb) => !/^(alter|comment|create|do|drop|grant|insert|revoke|select|update)$/.test(verb ?? "")),
  ).toEqual([]);
});
