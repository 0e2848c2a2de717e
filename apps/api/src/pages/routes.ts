import { Elysia } from "elysia";
import { sessionIdOf } from "../auth/cookie.ts";
import { afterPageIn, bookIdOf, pageNumberOf } from "../books/params.ts";
import { visitorOf } from "../requests/address.ts";
import type { Services } from "../services.ts";
import { imageOf } from "./images.ts";
import { contentsOf, markRead, morePages, textOf } from "./pages.ts";
import { widthIn } from "./sizes.ts";

/**
 * The pages of a book: list, image, words and links; and its table of contents.
 *
 * @param services what the routes need
 * @returns the routes under /v1/books/:id
 */
export function pageRoutes({ readers, clients, queue, news, knownBooks }: Services) {
  return new Elysia({ prefix: "/v1/books/:id" })
    .get("/contents", async ({ params, request }) => {
      const id = bookIdOf(params);
      return readers.look(request, (supabase) => contentsOf(supabase, id));
    })
    .get("/pages", async ({ params, request }) => {
      const [id, after] = [bookIdOf(params), afterPageIn(request.url)];
      return readers.look(request, async (supabase, user) => {
        const book = await knownBooks.read(supabase, user, id);
        // Who asks for the rest has begun to read already.
        if (after === null && sessionIdOf(request)) markRead(supabase, id);
        return { pages: await morePages(supabase, book, after, news) };
      });
    })
    .get("/pages/:n/image", async ({ params, request }) => {
      const [book, number] = [bookIdOf(params), pageNumberOf(params)];
      const [known, width] = [request.headers.get("if-none-match"), widthIn(request.url)];
      const asked = { book, number, width, known, visitor: visitorOf(request) };
      return readers.look(request, (supabase) => imageOf(supabase, asked, { clients, queue }));
    })
    .get("/pages/:n/words", async ({ params, request }) => {
      const [book, number] = [bookIdOf(params), pageNumberOf(params)];
      return readers.look(request, (supabase) => textOf(supabase, book, number));
    });
}
