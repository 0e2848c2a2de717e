import type { Book } from "@flipdocs/contract";
import type { Database } from "@flipdocs/supabase";

type Row = Pick<
  Database["public"]["Tables"]["books"]["Row"],
  "id" | "title" | "status" | "visibility" | "page_count" | "failure" | "created_at"
>;

/** The columns that a reader sees. */
export const BOOK_COLUMNS = "id, title, status, visibility, page_count, failure, created_at";

/**
 * Makes of a row what readers see.
 *
 * @param row from the database
 * @returns the book; its time as ISO 8601, since Supabase's own form depends on where it runs
 */
export function toBook(row: Row): Book {
  return {
    id: row.id,
    title: row.title,
    status: row.status,
    visibility: row.visibility,
    pageCount: row.page_count,
    failure: row.failure,
    createdAt: new Date(row.created_at).toISOString(),
  };
}
