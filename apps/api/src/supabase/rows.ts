import { Contents, PageText, ShareAccess, Word } from "@flipdocs/contract";
import type { Database } from "@flipdocs/supabase";
import { z } from "zod";

type Tables = Database["public"]["Tables"];
type Columns = { [Name in keyof Tables]: { [Column in keyof Tables[Name]["Row"]]: z.ZodType } };

const Count = z.int().nonnegative();
const Positive = z.int().positive();
// In whichever form the database writes it.
const Time = z.string().refine((text) => !Number.isNaN(Date.parse(text)));

const COLUMNS: Columns = {
  books: {
    id: z.uuid(),
    owner: z.uuid().nullable(),
    title: z.string(),
    status: z.enum(["making", "ready", "failed"]),
    visibility: z.enum(["private", "public"]),
    page_count: Count,
    failure: z.string().nullable(),
    created_at: Time,
    deleted_at: Time.nullable(),
    read_at: Time.nullable(),
    titled: z.boolean(),
    cover: z.string().nullable(),
    outline: Contents.shape.outline,
    direction: Contents.shape.direction,
  },
  pages: {
    book_id: z.uuid(),
    number: Positive,
    width: Positive,
    height: Positive,
    digest: z.string(),
    words: z.array(Word),
    links: PageText.shape.links,
    content: z.string(),
  },
  shares: {
    id: z.uuid(),
    book_id: z.uuid(),
    token: z.string(),
    access: ShareAccess,
    password_hash: z.string().nullable(),
    ends_at: Time.nullable(),
    embeddable: z.boolean(),
    downloadable: z.boolean(),
    views: Count,
    created_at: Time,
  },
  profiles: { id: z.uuid(), display_name: z.string(), created_at: Time },
};

const Around = z.object({ text: z.string(), found: z.boolean() });
const Hit = z.object({ page: Positive, places: Positive, words: z.array(Word), around: z.array(Around) });
const Found = z.object({
  id: z.uuid(),
  title: z.string(),
  pages: Count,
  places: Count,
  hits: z.array(Hit.omit({ words: true })),
});
const {
  owner: _owner,
  deleted_at: _deleted,
  read_at: _read,
  titled: _titled,
  outline: _outline,
  direction: _way,
  ...SHOWN
} = COLUMNS.books;
const { id, owner, title, status, page_count } = COLUMNS.books;
const { book_id: _book, token: _token, ends_at: _ends, views, created_at: _made, ...OPENED } = COLUMNS.shares;
const Opened = z.object({ ...OPENED, book: z.object({ id, owner, title, status, page_count }) });
const FUNCTIONS: Record<string, z.ZodType> = {
  find_in_book: z.object({ places: Count, pages: Count, hits: z.array(Hit) }),
  find_in_library: z.object({ books: Count, pages: Count, places: Count, found: z.array(Found) }),
  own_books: z.array(z.object({ ...SHOWN, place: z.string() })),
  deleted_books: z.array(z.object({ id: z.uuid(), title: z.string(), deleted_at: Time })),
  delete_book: z.boolean(),
  restore_book: z.boolean(),
  drop_upload: z.boolean(),
  mark_read: z.boolean(),
  shared_book: z.object({ shared: Opened.nullable() }),
  count_view: views,
};

/**
 * What PostgREST has to answer when it does what it is asked for.
 *
 * @param path behind `/rest/v1/`: a table, or `rpc/` and a function
 * @param select the columns that are asked for, as in the address: `digest,books(owner)`; null for no special ones
 * @param isOne whether one row is asked for, and not a list
 * @returns the shape; what it does not know of the schema may be anything, but has to be there
 */
export function rowsShape(path: string, select: string | null, isOne: boolean): z.ZodType {
  if (path.startsWith("rpc/")) return FUNCTIONS[path.slice("rpc/".length)] ?? z.json();
  const row = rowShape(path, select ?? "*");
  return isOne ? row : z.array(row);
}

function rowShape(table: string, select: string): z.ZodType {
  const known: Record<string, z.ZodType> = Object.hasOwn(COLUMNS, table) ? COLUMNS[table as keyof Columns] : {};
  return z.looseObject(
    Object.fromEntries(
      columnsIn(select).map((column) => {
        const [, other, columns] = /^(\w+)\((.*)\)$/.exec(column) ?? [];
        if (other && columns) return [other, rowShape(other, columns)];
        return [column, known[column] ?? z.json()];
      }),
    ),
  );
}

/** The columns of a list, those of another table with that in one. */
const columnsIn = (select: string): string[] =>
  (select.match(/\w+\([^)]*\)|[^,]+/g) ?? []).filter((column) => column !== "*");
