import { EXIT, Refusal } from "../deploy/refusal.js";
import type { Migration } from "./migration.js";
import { statements } from "./statements.js";

/** What does not do in the one transaction that a migration and its line in the books are, and what to do instead. */
const OUTSIDE: readonly { words: RegExp; hint: string }[] = [
  {
    words:
      /^(begin|start\s+transaction|commit|end|rollback|abort|prepare\s+transaction)\b(?!\s+(work\s+|transaction\s+)?to\b)/i,
    hint: "Leave it out: each migration is one transaction already, with its line in the books.",
  },
  {
    words:
      /^(create\s+(unique\s+)?index|drop\s+index|reindex\b.*|alter\s+table\b.*\bdetach\b.*)\s+concurrently\b|^(vacuum|alter\s+system|(create|drop)\s+(database|tablespace|subscription))\b/is,
    hint: "Postgres does it in no transaction: run it by psql first, and have the migration ask for it only where it is not there, as in create index if not exists.",
  },
  { words: /^\\/, hint: "Only SQL can stand in a migration: this is psql's own." },
];

/** Comments before a statement. */
const COMMENTS = /^(\s+|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)+/;

/**
 * Refuses a migration that could not be taken back whole. After a `commit` of its own, what comes next would stay half
 * done where it fails, and stand in the books as done.
 *
 * @param sql of the migration
 * @throws Refusal with the words that do not do, before any migration is tried
 */
export function refuseOutside({ file }: Migration, sql: string): void {
  for (const statement of statements(sql)) {
    const text = statement.replace(COMMENTS, "");
    const refused = OUTSIDE.find(({ words }) => words.test(text));
    if (refused)
      throw new Refusal(
        EXIT.refused,
        `The migration ${file} cannot be taken back whole where it fails, because of "${start(text)}"; none was tried.`,
        refused.hint,
      );
  }
}

/** The first line of a statement, as far as it is needed to find it. */
const start = (text: string): string => (text.split("\n", 1)[0] ?? "").slice(0, 60).trim();
