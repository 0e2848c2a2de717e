import { createHash } from "node:crypto";
import { Book, type User } from "@flipdocs/contract";
import type { Supabase } from "@flipdocs/supabase";
import type { Redis } from "ioredis";
import { z } from "zod";
import { within } from "../deadline.ts";
import { toBook } from "./book.ts";
import { readableRow } from "./library.ts";

// A book that could not be forgotten, because Redis was away, is known for no longer than this.
const KNOWN_SECONDS = 60;
// Longer than Supabase may take to answer: what was asked before a change must not be kept after it.
const FORGOTTEN_SECONDS = 30;
const FORGOTTEN = "forgotten";
// A Redis that is slower than this is of no use here.
const PATIENCE_MS = 100;

const Known = z.object({ book: Book, owner: z.string().nullable() });
type Known = z.infer<typeof Known>;

/** What the API says of books, kept in Redis: it is asked for with each page, each search and each opening. */
export type KnownBooks = {
  /**
   * @param supabase acts as the reader
   * @param user who that is; null is anybody
   * @param id the book's id
   * @returns the book
   * @throws Problem `not-found` when there is none, or none that this reader may see: they must not know which
   */
  read: (supabase: Supabase, user: Pick<User, "id"> | null, id: string) => Promise<Book>;
  /** To be called once a book was changed or deleted. Never fails. */
  forget: (id: string) => Promise<void>;
};

/**
 * Keeps what is known of books that are ready: others change all the time. Without Redis, Supabase is asked each time.
 *
 * @param redis where it is kept
 * @returns what reads and forgets
 */
export function createKnownBooks(redis: Pick<Redis, "get" | "set">): KnownBooks {
  const known = async (id: string): Promise<Known | null> => {
    const text = await soon(redis.get(key(id)));
    return text && text !== FORGOTTEN ? Known.parse(JSON.parse(text)) : null;
  };
  const keep = async (what: Known): Promise<void> =>
    // Not over what was forgotten a moment ago.
    void (await redis.set(key(what.book.id), JSON.stringify(what), "EX", KNOWN_SECONDS, "NX"));
  return {
    read: async (supabase, user, id) => {
      const kept = await known(id).catch(() => null);
      if (kept && isFor(kept, user)) return kept.book;
      const row = await readableRow(supabase, id);
      const book = toBook(row);
      // Nobody waits for it.
      if (book.status === "ready" && !kept) keep({ book, owner: row.owner }).catch(() => undefined);
      return book;
    },
    forget: async (id) =>
      void (await soon(redis.set(key(id), FORGOTTEN, "EX", FORGOTTEN_SECONDS)).catch(() => undefined)),
  };
}

/** What is kept under it when the book is gone must not name it. */
const key = (id: string): string => `book:${createHash("sha256").update(id).digest("base64url").slice(0, 22)}`;

/** Whether the database would show it: to anybody, or to its owner. */
const isFor = ({ book, owner }: Known, user: Pick<User, "id"> | null): boolean =>
  book.visibility === "public" || (user !== null && user.id === owner);

const soon = <T>(answer: Promise<T>): Promise<T> =>
  within(PATIENCE_MS, answer, () => {
    throw new Error("Redis did not answer soon");
  });
