import { Elysia } from "elysia";
import { sessionIdOf } from "../auth/cookie.ts";
import { readableBook } from "../books/library.ts";
import { bookIdOf, pageNumberOf } from "../books/params.ts";
import type { Services } from "../services.ts";
import { markRead, pageImage, pagesOf, wordsOf } from "./pages.ts";

/**
 * The pages of a book: list, image, words.
 *
 * @param services what the routes need
 * @returns the routes under /v1/books/:id/pages
 */
export function pageRoutes({ readers }: Services) {
  return new Elysia({ prefix: "/v1/books/:id/pages" })
    .get("/", async ({ params, request }) => {
      const id = bookIdOf(params);
      return readers.look(request, async (supabase) => {
        const book = await readableBook(supabase, id);
        if (sessionIdOf(request)) markRead(supabase, id);
        return { pages: await pagesOf(supabase, book.id) };
      });
    })
    .get("/:n/image", async ({ params, request }) => {
      const [book, number] = [bookIdOf(params), pageNumberOf(params)];
      const known = request.headers.get("if-none-match");
      return readers.look(request, (supabase) => pageImage(supabase, book, number, known));
    })
    .get("/:n/words", async ({ params, request }) => {
      const [book, number] = [bookIdOf(params), pageNumberOf(params)];
      return { words: await readers.look(request, (supabase) => wordsOf(supabase, book, number)) };
    });
}
