import { Elysia } from "elysia";
import { z } from "zod";
import type { Services } from "../services.ts";
import { addBook, deleteBook, ownBooks, publicBooks, readableBook } from "./library.ts";
import { bookIdOf } from "./params.ts";
import { placeIn } from "./place.ts";
import { formOf, pdfOf, titleOf } from "./upload.ts";

const Upload = z.object({ file: z.instanceof(File), title: z.string().optional() });

/**
 * Upload, list, look at and delete books.
 *
 * @param services what the routes need
 * @returns the routes under /v1/books
 */
export function bookRoutes({ readers, clients, queue }: Services) {
  return new Elysia({ prefix: "/v1/books" })
    .post(
      "/",
      async ({ body, request, set }) => {
        const { user, supabase } = await readers.signedIn(request);
        const pdf = await pdfOf(body.file);
        set.status = 201;
        return addBook(supabase, user, titleOf(body.title, body.file.name), pdf, queue);
      },
      {
        body: Upload,
        // Who is not signed in need not send 32 MB to hear so.
        parse: async ({ request }) => {
          await readers.signedIn(request);
          return formOf(request);
        },
      },
    )
    .get("/", async ({ request }) => {
      const { user, supabase } = await readers.signedIn(request);
      return ownBooks(supabase, user, placeIn(request.url));
    })
    .get("/public", async () => {
      // The same for everybody: nobody's session is asked for.
      return { books: await publicBooks(clients.anybody) };
    })
    .get("/:id", async ({ params, request }) => {
      const id = bookIdOf(params);
      return readers.look(request, (supabase) => readableBook(supabase, id));
    })
    .delete("/:id", async ({ params, request, set }) => {
      const { user, supabase } = await readers.signedIn(request);
      await deleteBook(supabase, user, bookIdOf(params));
      set.status = 204;
    });
}
