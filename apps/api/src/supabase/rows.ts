import { Direction, OutlineEntry, PageLink, Word } from "@flipdocs/contract";
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
    bytes: Count,
    deleted_at: Time.nullable(),
    read_at: Time.nullable(),
    titled: z.boolean(),
    cover: z.string().nullable(),
    outline: z.array(OutlineEntry),
    direction: Direction,
  },
  creations: {
    owner: z.uuid(),
    key: z.string(),
    request: z.string(),
    made: z.uuid(),
    answer: z.json(),
    begun_at: Time,
  },
  pages: {
    book_id: z.uuid(),
    number: Positive,
    width: Positive,
    height: Positive,
    digest: z.string(),
    words: z.array(Word),
    links: z.array(PageLink),
    content: z.string(),
  },
  profiles: { id: z.uuid(), display_name: z.string(), created_at: Time },
  shares: {
    id: z.uuid(),
    book_id: z.uuid(),
    token: z.string(),
    access: z.enum(["public", "unlisted", "password"]),
    password_hash: z.string().nullable(),
    ends_at: Time.nullable(),
    embeddable: z.boolean(),
    downloadable: z.boolean(),
    views: Count,
    created_at: Time,
  },
};

const Around = z.object({ text: z.string(), found: z.boolean() });
const Hit = z.object({ page: Positive, places: Positive, around: z.array(Around) });
const { id, title, owner, status, visibility, page_count, failure, created_at, cover } = COLUMNS.books;
const Sizes = { places: Count, pages: Count };
const { access, password_hash, embeddable, downloadable } = COLUMNS.shares;
const FUNCTIONS: Record<keyof Database["public"]["Functions"], z.ZodType> = {
  find_in_book: z.object({ ...Sizes, hits: z.array(Hit.extend({ words: z.array(Word) })) }),
  find_in_library: z.object({
    ...Sizes,
    books: Count,
    found: z.array(z.object({ ...Sizes, id, title, hits: z.array(Hit) })),
  }),
  own_books: z.array(
    z.object({ id, title, status, visibility, page_count, failure, created_at, cover, place: z.string() }),
  ),
  deleted_books: z.array(z.object({ id, title, deleted_at: Time })),
  shelf_use: z.array(z.object({ books: Count, bytes: Count })),
  weigh_book: z.boolean(),
  create_once: z.union([
    z.object({ state: z.enum(["begun", "under way", "other"]) }),
    z.object({ state: z.literal("made"), made: z.uuid() }),
    z.object({ state: z.literal("done"), answer: z.json() }),
  ]),
  delete_book: z.boolean(),
  restore_book: z.boolean(),
  shared_book: z.array(
    z.object({
      id,
      access,
      password_hash,
      embeddable,
      downloadable,
      book: z.object({ id, owner, title, page_count, status: z.enum(["making", "ready"]) }),
    }),
  ),
  count_view: Count.nullable(),
  delete_account: z.boolean(),
  drop_upload: z.boolean(),
  mark_read: z.boolean(),
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
  if (path.startsWith("rpc/")) {
    const name = path.slice("rpc/".length);
    return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name as keyof typeof FUNCTIONS] : z.json();
  }
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
