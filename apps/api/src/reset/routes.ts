import { Forgotten, PasswordReset } from "@flipdocs/contract";
import { Elysia } from "elysia";
import { endOthersAtSupabase, putPassword } from "../account/password.ts";
import { sessionCookie, sessionIdOf } from "../auth/cookie.ts";
import { deviceOf } from "../auth/device.ts";
import { refuseWeak } from "../auth/strength.ts";
import { describe } from "../log.ts";
import { Problem } from "../problems/problem.ts";
import { addressOf } from "../requests/address.ts";
import type { Services } from "../services.ts";
import { NO_RESET, resetTokenOf } from "./cookie.ts";
import { createResetLimits } from "./limits.ts";
import { createRecovery, sendMail } from "./recovery.ts";

/**
 * What helps who has forgotten their password: a mail with a link, and a new password for whoever comes by it.
 *
 * @param services what the routes need
 * @returns the routes `/v1/auth/forgotten` and `/v1/auth/reset`
 */
export function resetRoutes({ sessions, clients, attempts, redis, log }: Services) {
  const [limits, recovery] = [createResetLimits(redis), createRecovery(clients, redis)];
  const follow = async (token: string | undefined, password: string) => {
    if (!token) throw new Problem("link-over");
    const session = await recovery.follow(token);
    await refuseWeak({ email: session.user.email, password });
    await putPassword(clients, session, password).catch((error) => {
      // Another link was followed since, and has ended what this one had opened.
      const isOver = error instanceof Problem && error.kind === "signed-out";
      throw isOver ? new Problem("link-over", undefined, { cause: error }) : error;
    });
    return { ...session, token };
  };

  return new Elysia({ prefix: "/v1/auth" })
    .post(
      "/forgotten",
      async ({ body: { email }, request, set }) => {
        await limits.mail({ email, address: addressOf(request) });
        // Said to everybody alike, before anything depends on whose address it is.
        await clients.ask().catch((cause) => {
          throw new Problem("unavailable", undefined, { cause });
        });
        void sendMail(clients, email).catch((error) => log.warn("no reset mail was sent", { error: describe(error) }));
        set.status = 204;
      },
      { body: Forgotten },
    )
    .post(
      "/reset",
      async ({ body: { password }, request, set }) => {
        // Before the link is followed: what anybody can tell to be weak uses up none.
        await refuseWeak({ email: "", password });
        const address = addressOf(request);
        const { token, ...session } = await limits.link(address, () => follow(resetTokenOf(request), password));
        await endOthersAtSupabase(clients, session);
        await sessions.closeAll(session.user);
        const old = sessionIdOf(request);
        if (old) await sessions.close(old);
        await attempts.opened({ email: session.user.email, address });
        const id = await sessions.open({ ...session, device: deviceOf(request) });
        // Last: what fails before can be tried again with the same link.
        await recovery.done(token);
        set.headers["set-cookie"] = [sessionCookie(id), NO_RESET];
        set.status = 204;
      },
      { body: PasswordReset },
    );
}
