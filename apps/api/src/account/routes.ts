import { AccountEnd, PasswordChange, type User } from "@flipdocs/contract";
import type { Supabase } from "@flipdocs/supabase";
import { type Context, Elysia } from "elysia";
import { endAtSupabase } from "../auth/account.ts";
import { NO_COOKIE, sessionCookie, sessionIdOf } from "../auth/cookie.ts";
import { deviceOf } from "../auth/device.ts";
import { createOwnSessions } from "../auth/own-sessions.ts";
import { refuseWeak } from "../auth/strength.ts";
import { removeFiles } from "../books/files.ts";
import { Problem } from "../problems/problem.ts";
import { addressOf } from "../requests/address.ts";
import type { Services } from "../services.ts";
import { dataOf } from "../supabase/answer.ts";
import { changePassword, prove } from "./password.ts";

type Ending = Pick<Context, "request" | "set"> & { params: { session: string } };

/**
 * What a member does with their own account: change the password, see and end sessions, delete it with all that is in it.
 *
 * @param services what the routes need
 * @returns the routes under /v1/account
 */
export function accountRoutes({ readers, sessions, clients, attempts, knownBooks, redis }: Services) {
  const own = createOwnSessions(redis);
  const endOne = async ({ request, set, params }: Ending) => {
    const { user } = await readers.signedIn(request);
    const session = await own.end(user, params.session);
    if (!session) throw new Problem("not-found", "This session has ended already.");
    await endAtSupabase(clients, session);
    set.status = 204;
  };
  return (
    new Elysia({ prefix: "/v1/account" })
      .get("/sessions", async ({ request }) => {
        const { user } = await readers.signedIn(request);
        return { sessions: await own.list(user, sessionIdOf(request)) };
      })
      .delete("/sessions/:session", endOne)
      // A form without a script can only post.
      .post("/sessions/:session/end", endOne)
      .post("/sign-out-everywhere", async ({ request, set }) => {
        const { user, accessToken } = await readers.signedIn(request);
        await sessions.closeAll(user);
        await endAtSupabase(clients, { accessToken }, "global");
        set.headers["set-cookie"] = NO_COOKIE;
        set.status = 204;
      })
      .post(
        "/password",
        async ({ body, request, set }) => {
          const { user } = await readers.signedIn(request);
          await refuseWeak({ email: user.email, password: body.password });
          const trier = { email: user.email, address: addressOf(request) };
          const session = await attempts.make(trier, () => changePassword(clients, user, body));
          await sessions.closeAll(user);
          set.headers["set-cookie"] = sessionCookie(await sessions.open({ ...session, device: deviceOf(request) }));
          set.status = 204;
        },
        { body: PasswordChange },
      )
      .post(
        "/delete",
        async ({ body, request, set }) => {
          const { user } = await readers.signedIn(request);
          const trier = { email: user.email, address: addressOf(request) };
          const { accessToken } = await attempts.make(trier, () => prove(clients, user, body.password));
          // Files first: what is interrupted is done again.
          await removeFiles(clients.service, user.id);
          // In pieces: all pages of a large library at once take longer than a statement may.
          for (let some = await deleteBooks(clients.service, user); some.length > 0; ) {
            await Promise.all(some.map(knownBooks.forget));
            some = await deleteBooks(clients.service, user);
          }
          dataOf(await clients.as(accessToken).rpc("delete_account"));
          // What was uploaded or drawn meanwhile: from now on nothing comes.
          await removeFiles(clients.service, user.id);
          await sessions.closeAll(user);
          set.headers["set-cookie"] = NO_COOKIE;
          set.status = 204;
        },
        { body: AccountEnd },
      )
  );
}

const BOOKS_AT_ONCE = 20;

/** Deletes some of a person's books; returns which these were. */
async function deleteBooks(service: Supabase, user: User): Promise<string[]> {
  const some = dataOf(await service.from("books").select("id").eq("owner", user.id).limit(BOOKS_AT_ONCE));
  const ids = some.map(({ id }) => id);
  if (ids.length > 0) dataOf(await service.from("books").delete().in("id", ids).select("id"));
  return ids;
}
