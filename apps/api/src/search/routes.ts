import type { Hits, LibraryHits } from "@flipdocs/contract";
import { Elysia } from "elysia";
import { bookIdOf } from "../books/params.ts";
import type { Services } from "../services.ts";
import { dataOf } from "../supabase/answer.ts";
import { findIn } from "./find.ts";
import { searchIn } from "./search.ts";
import { withSnippet } from "./snippet.ts";

/** Each with the lines of three pages: more than fill a screen. */
const MOST_BOOKS = 20;

/**
 * Search in one book, and in all of one's own.
 *
 * @param services what the routes need
 * @returns the routes /v1/books/:id/search and /v1/search
 */
export function searchRoutes({ readers, knownBooks }: Services) {
  return new Elysia()
    .get("/v1/search", async ({ request }): Promise<LibraryHits> => {
      const { typed, after, most } = searchIn(request.url);
      const { user, supabase } = await readers.signedIn(request);
      const asked = { member: user.id, typed, skip: after, most: Math.min(most, MOST_BOOKS) };
      const found = dataOf(await supabase.rpc("find_in_library", asked));
      return { ...found, found: found.found.map((book) => ({ ...book, hits: book.hits.map(withSnippet) })) };
    })
    .get("/v1/books/:id/search", async ({ params, request }): Promise<Hits> => {
      const book = bookIdOf(params);
      const search = searchIn(request.url);
      return readers.look(request, async (supabase, user) => {
        await knownBooks.read(supabase, user, book);
        return findIn(supabase, book, search);
      });
    });
}
