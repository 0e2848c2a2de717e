import { GB, noRoomFor, type Quota, type User } from "@flipdocs/contract";
import type { Supabase } from "@flipdocs/supabase";
import type { Env } from "../env.ts";
import { Problem } from "../problems/problem.ts";
import { dataOf } from "../supabase/answer.ts";
import type { NewBook } from "./library.ts";
import { MOST_FORM_BYTES } from "./upload.ts";

/** How much each person may have. What is deleted counts until it is cleared: its files are there until then. */
export type Quotas = {
  /** What a person has of what they may have. */
  of: (user: User) => Promise<Quota>;
  /**
   * Looks before anything has come: what has no room then has none afterwards.
   *
   * @param length of the request, in bytes; NaN or 0 where it does not say
   * @throws Problem `over-quota`
   */
  refuseFull: (user: User, length: number) => Promise<void>;
  /**
   * Puts a book that has its row on its owner's shelf, with its size: the database decides, also where several come at once.
   *
   * @throws Problem `over-quota`
   */
  weigh: (user: User, book: Pick<NewBook, "id" | "bytes">) => Promise<void>;
};

/**
 * @param shared acts as the service: people do not add to what they have by themselves
 * @param env how many books and gigabytes there may be
 * @returns the quotas
 */
export function createQuotas(shared: Supabase, env: Pick<Env, "QUOTA_BOOKS" | "QUOTA_GB">): Quotas {
  const most = { books: env.QUOTA_BOOKS, bytes: Math.floor(env.QUOTA_GB * GB) };
  const of = async (user: User): Promise<Quota> => {
    const [used] = dataOf(await shared.rpc("shelf_use", { member: user.id }, { get: true }));
    const { books = 0, bytes = 0 } = used ?? {};
    return { books: { used: books, most: most.books }, bytes: { used: bytes, most: most.bytes } };
  };
  return {
    of,
    refuseFull: async (user, length) => {
      const why = noRoomFor(await of(user), Math.max(0, (length || 0) - MOST_FORM_BYTES));
      if (why) throw new Problem("over-quota", why);
    },
    weigh: async (user, { id, bytes }) => {
      const asked = { member: user.id, book: id, size: bytes, most_books: most.books, most_bytes: most.bytes };
      if (dataOf(await shared.rpc("weigh_book", asked))) return;
      throw new Problem("over-quota", noRoomFor(await of(user), bytes) ?? undefined);
    },
  };
}
