import { expect, test } from "vitest";
import { isEdited } from "../../src/migrations/migrate.ts";

const kept = "createtablea(bint)--lastselect1";

test.each<[string, string | undefined, string, boolean]>([
  ["as it was", kept, "create table a (b int);\n-- last\nselect 1;\n", false],
  ["laid out otherwise", kept, "create table a\n\t(b int);\r\n-- last\nselect 1", false],
  ["another one", kept, "create table a (b bigint);\n-- last\nselect 1;\n", true],
  ["applied by a tool that keeps no statements", "", "create table a (b int);", false],
  ["not applied", undefined, "create table a (b int);", false],
])("a migration that is %s", (_, books, sql, edited) => {
  expect(isEdited(books, sql)).toBe(edited);
});
