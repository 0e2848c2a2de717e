import { NewShare, ShareChange } from "@flipdocs/contract";
import { Elysia } from "elysia";
import { refuseWeak } from "../auth/strength.ts";
import { bookIdOf } from "../books/params.ts";
import { keyIn } from "../creations/key.ts";
import type { Services } from "../services.ts";
import { changeLink, linksTo, makeLink, type Place, revokeLink } from "./links.ts";

const placeOf = (params: { id: string; share: string }): Place => ({
  book: bookIdOf(params),
  share: bookIdOf({ id: params.share }),
});

/**
 * The links to a person's book: list, make, change and revoke.
 *
 * @param services what the routes need
 * @returns the routes under /v1/books/:id/shares
 */
export function sharingRoutes({ readers }: Services) {
  return new Elysia({ prefix: "/v1/books/:id/shares" })
    .get("/", async ({ params, request }) => {
      const { user, supabase } = await readers.signedIn(request);
      return { shares: await linksTo(supabase, user, bookIdOf(params)) };
    })
    .post(
      "/",
      async ({ params, body, request, set }) => {
        const { user, supabase } = await readers.signedIn(request);
        if (body.password !== undefined) await refuseWeak({ email: user.email, password: body.password });
        const share = await makeLink(supabase, user, bookIdOf(params), body, keyIn(request));
        set.status = 201;
        return share;
      },
      { body: NewShare },
    )
    .patch(
      "/:share",
      async ({ params, body, request }) => {
        const { user, supabase } = await readers.signedIn(request);
        return changeLink(supabase, user, placeOf(params), body);
      },
      { body: ShareChange },
    )
    .delete("/:share", async ({ params, request, set }) => {
      const { user, supabase } = await readers.signedIn(request);
      await revokeLink(supabase, user, placeOf(params));
      set.status = 204;
    });
}
