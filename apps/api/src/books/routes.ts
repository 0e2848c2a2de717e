import { BookChange } from "@flipdocs/contract";
import { type Context, Elysia } from "elysia";
import { keyIn } from "../creations/key.ts";
import { wasAsked } from "../creations/once.ts";
import { coverImage } from "../pages/images.ts";
import type { Services } from "../services.ts";
import { clearBook, deleteBook, deletedBooks, restoreBook } from "./deleting.ts";
import { changeBook, ownBooks, publicBooks } from "./library.ts";
import { bookIdOf } from "./params.ts";
import { orderIn, placeIn } from "./place.ts";
import { createPlaces } from "./places.ts";
import { createQuotas } from "./quota.ts";
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
export function bookRoutes({ env, readers, clients, queue, knownBooks }: Services) {
  const places = createPlaces(MOST_AT_ONCE);
  const quotas = createQuotas(clients.shared, env);
  const remove = async ({ params, request, set }: Pick<Context, "request" | "set"> & Named) => {
    const { supabase } = await readers.signedIn(request);
    const id = bookIdOf(params);
    await deleteBook(supabase, id);
    await knownBooks.forget(id);
    set.status = 204;
  };
  const change = async ({ params, request, body }: { request: Request; body: BookChange } & Named) => {
    const { user, supabase } = await readers.signedIn(request);
    const book = await changeBook(supabase, user, bookIdOf(params), body);
    await knownBooks.forget(book.id);
    return book;
  };
  return (
    new Elysia({ prefix: "/v1/books" })
      .post(
        "/",
        async ({ request, set }) => {
          const { user } = await readers.signedIn(request);
          const book = await places.hold(user.id, () => takeIn(request, { readers, queue, quotas }));
          set.status = 201;
          return book;
        },
        {
          // Who is not signed in, or has no room, hears so before all else, and need not send 32 MB for it; who asks again
          // for what was made may have no room because of it. The body is left as it is.
          parse: async ({ request }) => {
            const { user, supabase } = await readers.signedIn(request);
            const key = keyIn(request);
            if (key && (await wasAsked(supabase, key))) return null;
            await quotas.refuseFull(user, Number(request.headers.get("content-length")));
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
      .get("/quota", async ({ request }) => quotas.of((await readers.signedIn(request)).user))
      .get("/:id", async ({ params, request }) => {
        const id = bookIdOf(params);
        return readers.look(request, (supabase, user) => knownBooks.read(supabase, user, id));
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
      .post("/:id/clear", async ({ params, request, set }) => {
        const { user } = await readers.signedIn(request);
        await clearBook(clients.service, user, bookIdOf(params));
        set.status = 204;
      })
  );
}
