import { Credentials, NewCredentials } from "@flipdocs/contract";
import { Elysia } from "elysia";
import { addressOf } from "../requests/address.ts";
import type { Services } from "../services.ts";
import { endAtSupabase, signIn, signUp } from "./account.ts";
import { NO_COOKIE, sessionCookie, sessionIdOf } from "./cookie.ts";
import { deviceOf } from "./device.ts";
import type { Session } from "./sessions.ts";
import { refuseWeak } from "./strength.ts";

/**
 * Sign up, sign in, sign out, and who am I.
 *
 * @param services what the routes need
 * @returns the routes under /v1/auth
 */
export function authRoutes({ sessions, readers, clients, attempts, countSignUp }: Services) {
  // A new id at every sign-in: whoever knew the old one does not know this one. Opened first: what fails signs nobody out.
  const rotate = async (request: Request, session: Session): Promise<string> => {
    const [old, id] = [sessionIdOf(request), await sessions.open({ ...session, device: deviceOf(request) })];
    if (old) await sessions.close(old);
    return sessionCookie(id);
  };

  return new Elysia({ prefix: "/v1/auth" })
    .post(
      "/sign-up",
      async ({ body, request, set }) => {
        await refuseWeak(body);
        await countSignUp(addressOf(request));
        const { user, session } = await signUp(clients, body);
        // Without a session this may be somebody else's account: Supabase does not say so where it has addresses confirmed.
        if (session) {
          await attempts.opened({ email: body.email, address: addressOf(request) });
          set.headers["set-cookie"] = await rotate(request, session);
        }
        set.status = 201;
        return { user };
      },
      { body: NewCredentials },
    )
    .post(
      "/sign-in",
      async ({ body, request, set }) => {
        const trier = { email: body.email, address: addressOf(request) };
        const session = await attempts.make(trier, () => signIn(clients, body));
        set.headers["set-cookie"] = await rotate(request, session);
        return { user: session.user };
      },
      { body: Credentials },
    )
    .post("/sign-out", async ({ request, set }) => {
      const id = sessionIdOf(request);
      if (id) await signOut(id);
      set.headers["set-cookie"] = NO_COOKIE;
      set.status = 204;
    })
    .get("/session", async ({ request }) => ({ user: (await readers.signedIn(request)).user }));

  async function signOut(id: string): Promise<void> {
    const session = await sessions.read(id);
    await sessions.close(id);
    // Supabase's side ends too, when it can be reached; ours is over in any case.
    if (session) await endAtSupabase(clients, session);
  }
}
