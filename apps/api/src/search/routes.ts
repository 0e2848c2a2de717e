import type { Hit } from "@flipdocs/contract";
import { Elysia } from "elysia";
import { z } from "zod";
import { readableBook } from "../books/library.ts";
import { bookIdOf } from "../books/params.ts";
import type { Services } from "../services.ts";
import { dataOf } from "../supabase/answer.ts";

const Query = z.object({ q: z.string().trim().min(1).max(200) });

/**
 * Search in one book.
 *
 * @param services what the routes need
 * @returns the route /v1/books/:id/search
 */
export function searchRoutes({ readers }: Services) {
  return new Elysia().get(
    "/v1/books/:id/search",
    async ({ params, query, request }): Promise<{ hits: Hit[] }> => {
      const book = bookIdOf(params);
      return readers.look(request, async (supabase) => {
        await readableBook(supabase, book);
        return { hits: dataOf(await supabase.rpc("search_book", { book, typed: query.q })) };
      });
    },
    { query: Query },
  );
}
