import type { Hits } from "@flipdocs/contract";
import { Elysia } from "elysia";
import { readableBook } from "../books/library.ts";
import { bookIdOf } from "../books/params.ts";
import type { Services } from "../services.ts";
import { findIn } from "./find.ts";
import { searchIn } from "./search.ts";

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
      return findIn(supabase, book, search);
    });
  });
}
