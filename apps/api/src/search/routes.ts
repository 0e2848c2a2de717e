import type { Hits } from "@flipdocs/contract";
import { Elysia } from "elysia";
import { readableBook } from "../books/library.ts";
import { bookIdOf } from "../books/params.ts";
import type { Services } from "../services.ts";
import { dataOf } from "../supabase/answer.ts";
import { searchIn } from "./search.ts";
import { snippetOf } from "./snippet.ts";

/**
 * Search in one book.
 *
 * @param services what the routes need
 * @returns the route /v1/books/:id/search
 */
export function searchRoutes({ readers }: Services) {
  return new Elysia().get("/v1/books/:id/search", async ({ params, request }): Promise<Hits> => {
    const book = bookIdOf(params);
    const search = searchIn(request.url);
    return readers.look(request, async (supabase) => {
      await readableBook(supabase, book);
      const found = dataOf(await supabase.rpc("find_in_book", { book, ...search }));
      return { ...found, hits: found.hits.map(({ around, ...hit }) => ({ ...hit, ...snippetOf(around) })) };
    });
  });
}
