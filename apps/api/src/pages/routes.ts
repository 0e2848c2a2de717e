import { Elysia } from "elysia";
import { readableBook } from "../books/library.ts";
import { bookIdOf, pageNumberOf } from "../books/params.ts";
import type { Services } from "../services.ts";
import { pageImage, pagesOf, wordsOf } from "./pages.ts";

/**
 * The pages of a book: list, image, words.
 *
 * @param services what the routes need
 * @returns the routes under /v1/books/:id/pages
 */
export function pageRoutes({ readers }: Services) {
  return new Elysia({ prefix: "/v1/books/:id/pages" })
    .get("/", async ({ params, request }) => {
      const { supabase } = await readers.of(request);
      const book = await readableBook(supabase, bookIdOf(params));
      return { pages: await pagesOf(supabase, book.id) };
    })
    .get("/:n/image", async ({ params, request }) => {
      const { supabase } = await readers.of(request);
      return pageImage(supabase, bookIdOf(params), pageNumberOf(params), request.headers.get("if-none-match"));
    })
    .get("/:n/words", async ({ params, request }) => {
      const { supabase } = await readers.of(request);
      return { words: await wordsOf(supabase, bookIdOf(params), pageNumberOf(params)) };
    });
}
