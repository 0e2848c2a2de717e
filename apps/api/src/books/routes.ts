import { BookChange } from "@flipdocs/contract";
import { type Context, Elysia } from "elysia";
import { coverImage } from "../pages/images.ts";
import type { Services } from "../services.ts";
import { deleteBook, deletedBooks, restoreBook } from "./deleting.ts";
import { changeBook, ownBooks, publicBooks, readableBook } from "./library.ts";
import { bookIdOf } from "./params.ts";
import { orderIn, placeIn } from "./place.ts";
import { createPlaces } from "./places.ts";
import { takeIn } from "./take-in.ts";

/** As many as the proxy lets one address have; here whoever has many addresses is one. */
const MOST_AT_ONCE = 4;

type Named = { params: { id: string } };

/**
 * Upload, list, look at, rename and delete books, and have them back.
 *
 * @param services what the routes need
 * @returns the routes under /v1/books
 */
export function bookRoutes({ readers, clients, queue }: Services) {
  const places = createPlaces(MOST_AT_ONCE);
  const remove = async ({ params, request, set }: Pick<Context, "request" | "set"> & Named) => {
    const { supabase } = await readers.signedIn(request);
    await deleteBook(supabase, bookIdOf(params));
    set.status = 204;
  };
  const change = async ({ params, request, body }: { request: Request; body: BookChange } & Named) => {
    const { user, supabase } = await readers.signedIn(request);
    return changeBook(supabase, user, bookIdOf(params), body);
  };
  return (
    new Elysia({ prefix: "/v1/books" })
      .post(
        "/",
        async ({ request, set }) => {
          const { user } = await readers.signedIn(request);
          const book = await places.hold(user.id, () => takeIn(request, { readers, queue }));
          set.status = 201;
          return book;
        },
        {
          // Who is not signed in hears so before all else, and need not send 32 MB for it. The body is left as it is.
          parse: async ({ request }) => {
            await readers.signedIn(request);
            return null;
          },
        },
      )
      .get("/", async ({ request }) => {
        const { user, supabase } = await readers.signedIn(request);
        const sorted = orderIn(request.url);
        return ownBooks(supabase, user, sorted, placeIn(request.url, sorted));
      })
      .get("/public", async () => {
        // The same for everybody: nobody's session is asked for.
        return { books: await publicBooks(clients.anybody) };
      })
      .get("/deleted", async ({ request }) => {
        const { supabase } = await readers.signedIn(request);
        return { books: await deletedBooks(supabase) };
      })
      .get("/:id", async ({ params, request }) => {
        const id = bookIdOf(params);
        return readers.look(request, (supabase) => readableBook(supabase, id));
      })
      .get("/:id/cover", async ({ params, request }) => {
        const asked = { book: bookIdOf(params), known: request.headers.get("if-none-match") };
        return readers.look(request, (supabase) => coverImage(supabase, asked, { clients, queue }));
      })
      .delete("/:id", remove)
      .patch("/:id", change, { body: BookChange })
      // A form without a script can only post.
      .post("/:id/delete", remove)
      .post("/:id/rename", change, { body: BookChange })
      .post("/:id/restore", async ({ params, request }) => {
        const { supabase } = await readers.signedIn(request);
        return restoreBook(supabase, bookIdOf(params), queue);
      })
  );
}
