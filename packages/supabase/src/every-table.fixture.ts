import type { SupabaseClient } from "@supabase/supabase-js";
import { makeBook, type Person, type TestSupabase } from "./people.ts";

/** supabase-js, knowing no schema: for tables that are found in the database. */
export type Untyped = SupabaseClient;
export const untyped = (client: unknown): Untyped => client as Untyped;

/** A row, whatever its table. */
export type Row = Record<string, unknown>;

/** What one person has: a private book and a public one, each of one page with its files and a link to it. */
export type Belongings = { person: Person; secret: { id: string }; open: { id: string } };

/**
 * How a table is tried.
 *
 * `whose` are the columns that make a row somebody's, `rows` find theirs: one that nobody else may see and, where there is
 * such a thing, one that anybody may. `fresh` is one that could be added, `change` what can be changed in it. `own` is
 * what its owner may do; all that others may is to see what is open.
 */
export type Trial = {
  whose: (of: Belongings) => Row;
  rows: (of: Belongings) => { secret: Row; open?: Row };
  fresh: Row;
  change: Row;
  own: Verb[];
};

export type Verb = "select" | "insert" | "update" | "upsert" | "delete";

const PAGE = { width: 1, height: 1, digest: "e", words: [], content: "New" };
const ALL: Verb[] = ["select", "insert", "update", "upsert", "delete"];

/** Every table and view that the API shows. A new one has to come here before it passes. */
export const TABLES: Record<string, Trial> = {
  books: {
    whose: ({ person }) => ({ owner: person.id }),
    rows: ({ secret, open }) => ({ secret: { id: secret.id }, open: { id: open.id } }),
    fresh: { title: "New" },
    change: { title: "Changed" },
    own: ALL,
  },
  creations: {
    whose: ({ person }) => ({ owner: person.id }),
    rows: ({ person }) => ({ secret: { owner: person.id, key: "kept" } }),
    fresh: { key: "new", request: "r", made: crypto.randomUUID() },
    change: { request: "changed" },
    own: ALL,
  },
  pages: {
    whose: ({ secret }) => ({ book_id: secret.id }),
    rows: ({ secret, open }) => ({ secret: { book_id: secret.id, number: 1 }, open: { book_id: open.id, number: 1 } }),
    fresh: { number: 7, ...PAGE },
    change: { digest: "changed" },
    own: ALL,
  },
  profiles: {
    whose: ({ person }) => ({ id: person.id }),
    rows: ({ person }) => ({ secret: { id: person.id } }),
    fresh: { display_name: "New" },
    change: { display_name: "Changed" },
    own: ["select", "update"],
  },
  shares: {
    whose: ({ secret }) => ({ book_id: secret.id }),
    rows: ({ secret }) => ({ secret: { book_id: secret.id, token: tokenOf(secret.id) } }),
    fresh: { token: "A".repeat(24), access: "unlisted" },
    change: { downloadable: true },
    own: ALL,
  },
};

/** The token of the one link to a book. */
const tokenOf = (book: string): string => book.replaceAll("-", "").slice(0, 24);

/** Every bucket: its files lie at `<owner>/<book>/…`. */
export const BUCKETS_TRIED = ["originals", "pages"];

/** Signs somebody up, and gives them their books with a file of each in every bucket. */
export async function settle(testing: TestSupabase, name: string, kinds: Map<string, string>): Promise<Belongings> {
  const person = await testing.signUp(name);
  const [secret, open] = [
    await makeBook(testing.service, person.id, "private"),
    await makeBook(testing.service, person.id, "public"),
  ];
  const links = [secret, open].map(({ id }) => ({ book_id: id, token: tokenOf(id), access: "unlisted" as const }));
  await testing.service.from("shares").insert(links).throwOnError();
  const creation = { owner: person.id, key: "kept", request: "r", made: secret.id };
  await testing.service.from("creations").insert(creation).throwOnError();
  for (const [bucket, contentType] of kinds) {
    for (const { id } of [secret, open]) {
      const path = `${person.id}/${id}/kept`;
      const { error } = await testing.service.storage.from(bucket).upload(path, FILE, { contentType });
      if (error) throw error;
    }
  }
  return { person, secret, open };
}

/** What is in the files that are kept, and in those that are put over them. */
export const FILE = new Uint8Array([1, 2, 3]);
export const OTHER = new Uint8Array([9, 9]);
