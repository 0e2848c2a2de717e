import type { Hit } from "@flipdocs/contract";
import { Elysia } from "elysia";
import { readableBook } from "../books/library.ts";
import { bookIdOf } from "../books/params.ts";
import type { Services } from "../services.ts";
import { dataOf } from "../supabase/answer.ts";
import { typedIn } from "./typed.ts";

/**
 * Search in one book.
 *
 * @param services what the routes need
 * @returns the route /v1/books/:id/search
 */
export function searchRoutes({ readers }: Services) {
  return new Elysia().get("/v1/books/:id/search", async ({ params, request }): Promise<{ hits: Hit[] }> => {
    const book = bookIdOf(params);
    const typed = typedIn(request.url);
    return readers.look(request, async (supabase) => {
      await readableBook(supabase, book);
      return { hits: dataOf(await supabase.rpc("search_book", { book, typed })) };
    });
  });
}
