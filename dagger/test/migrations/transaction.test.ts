import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { refuseOutside } from "../../src/migrations/transaction.ts";

const one = { file: "20260101000001_one.sql", version: "20260101000001", name: "one" };

test.each([
  ["begin;\ncreate table a (b int);\ncommit;", "begin", "Leave it out"],
  ["create table a (b int);\n-- and that is that\ncommit;\nselect 1", "commit", "Leave it out"],
  ["/* both */ START  TRANSACTION", "START  TRANSACTION", "Leave it out"],
  ["select 1; end", "end", "Leave it out"],
  ["rollback work", "rollback work", "Leave it out"],
  [
    "create unique index CONCURRENTLY i on a (b)",
    "create unique index CONCURRENTLY i on a (b)",
    "run it by psql first",
  ],
  ["alter table a\n  detach partition b concurrently", "alter table a", "run it by psql first"],
  ["vacuum full", "vacuum full", "run it by psql first"],
  ["\\copy a from 'a.csv'", "\\copy a from 'a.csv'", "psql's own"],
])("%j is refused by its words", (sql, words, hint) => {
  expect(() => refuseOutside(one, sql)).toThrow(
    `The migration 20260101000001_one.sql cannot be taken back whole where it fails, because of "${words}"; none was tried.\n`,
  );
  expect(() => refuseOutside(one, sql)).toThrow(hint);
});

test.each([
  "create function f() returns int language plpgsql as $$ begin; commit; end $$",
  "create procedure p() begin atomic insert into a values (1); end",
  "do $$ begin perform 1; end $$",
  "-- commit;\nselect 'commit;'",
  "savepoint a; rollback to a; rollback transaction to savepoint a",
  "create index concurrent on a (concurrently)",
  "refresh materialized view concurrently a",
  "create table endings (b int); alter table endings add begun date",
])("%j is taken", (sql) => {
  expect(() => refuseOutside(one, sql)).not.toThrow();
});

test("all of this repository's own are taken", () => {
  const folder = resolve(import.meta.dirname, "../../../packages/supabase/migrations");
  const files = readdirSync(folder).filter((file) => file.endsWith(".sql"));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files)
    expect(() => refuseOutside({ ...one, file }, readFileSync(resolve(folder, file), "utf8"))).not.toThrow();
});
