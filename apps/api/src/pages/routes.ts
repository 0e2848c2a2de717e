import { Elysia } from "elysia";
import { sessionIdOf } from "../auth/cookie.ts";
import { readableBook } from "../books/library.ts";
import { bookIdOf, pageNumberOf } from "../books/params.ts";
import type { Services } from "../services.ts";
import { imageOf } from "./images.ts";
import { contentsOf, markRead, pagesOf, textOf } from "./pages.ts";
import { widthIn } from "./sizes.ts";

/**
 * The pages of a book: list, image, words and links; and its table of contents.
 *
 * @param services what the routes need
 * @returns the routes under /v1/books/:id
 */
export function pageRoutes({ readers, clients, queue }: Services) {
  return new Elysia({ prefix: "/v1/books/:id" })
    .get("/contents", async ({ params, request }) => {
      const id = bookIdOf(params);
      return readers.look(request, (supabase) => contentsOf(supabase, id));
    })
    .get("/pages", async ({ params, request }) => {
      const id = bookIdOf(params);
      return readers.look(request, async (supabase) => {
        const book = await readableBook(supabase, id);
        if (sessionIdOf(request)) markRead(supabase, id);
        return { pages: await pagesOf(supabase, book.id) };
      });
    })
    .get("/pages/:n/image", async ({ params, request }) => {
      const [book, number] = [bookIdOf(params), pageNumberOf(params)];
      const asked = { book, number, width: widthIn(request.url), known: request.headers.get("if-none-match") };
      return readers.look(request, (supabase) => imageOf(supabase, asked, { clients, queue }));
    })
    .get("/pages/:n/words", async ({ params, request }) => {
      const [book, number] = [bookIdOf(params), pageNumberOf(params)];
      return readers.look(request, (supabase) => textOf(supabase, book, number));
    });
}
