import type { User } from "@flipdocs/contract";
import { expect, test, vi } from "vitest";
import type { Clients } from "../supabase/clients.ts";
import { rememberSessions } from "./remembered.ts";
import type { Session, Sessions } from "./sessions.ts";

const ADA: User = { id: "5a3b1e00-f11b-4d0c-8000-000000000001", email: "ada@flipdocs.test" };
const GRACE: User = { ...ADA, id: "5a3b1e00-f11b-4d0c-8000-000000000002" };
const sessionOf = (user: User): Session => ({ user, accessToken: `of ${user.id}`, refreshToken: "r", expiresAt: 0 });
const away = new Error("Connection is closed");

/** Redis, which goes away; and a Supabase that says this of each token. */
function remembering(error: unknown = null) {
  let isAway = false;
  const kept = new Map<string, Session>();
  const sessions: Sessions = {
    open: async (session) => {
      kept.set(session.user.id, session);
      return session.user.id;
    },
    read: async (id) => (isAway ? Promise.reject(away) : (kept.get(id) ?? null)),
    renew: async () => undefined,
    close: async (id) => void kept.delete(id),
    closeAll: async () => kept.clear(),
    alone: async () => true,
  };
  const getUser = vi.fn(async () => ({ error }));
  const clients = { auth: () => ({ getUser }) } as unknown as Pick<Clients, "auth">;
  const go = () => {
    isAway = true;
  };
  return { kept, getUser, go, sessions: rememberSessions(sessions, clients) };
}

test("while Redis is there, it alone says who is signed in, and Supabase is not asked", async () => {
  const { kept, getUser, sessions } = remembering();
  const id = await sessions.open(sessionOf(ADA));
  kept.delete(id);
  expect(await sessions.read(id)).toBeNull();
  expect(getUser).not.toHaveBeenCalled();
});

test.each(["opened", "read"])(
  "a session that was %s here is remembered while Redis is away, as long as Supabase honours it",
  async (how) => {
    const { kept, getUser, go, sessions } = remembering();
    const id = how === "opened" ? await sessions.open(sessionOf(ADA)) : ADA.id;
    kept.set(ADA.id, sessionOf(ADA));
    if (how === "read") await sessions.read(id);
    go();
    expect(await sessions.read(id)).toEqual(sessionOf(ADA));
    expect(getUser).toHaveBeenCalledWith(`of ${ADA.id}`);
  },
);

test("one that was never here cannot be told", async () => {
  const { go, sessions } = remembering();
  go();
  await expect(sessions.read(ADA.id)).rejects.toBe(away);
});

test("one that Supabase has ended is over, and forgotten", async () => {
  const { go, sessions } = remembering({ code: "session_not_found" });
  const id = await sessions.open(sessionOf(ADA));
  go();
  expect(await sessions.read(id)).toBeNull();
  await expect(sessions.read(id)).rejects.toBe(away);
});

test("where Supabase does not answer either, nobody is signed out", async () => {
  const { go, sessions } = remembering({ code: "unexpected_failure" });
  const id = await sessions.open(sessionOf(ADA));
  go();
  await expect(sessions.read(id)).rejects.toBe(away);
});

test("what is closed is forgotten, alone or with all that a member has", async () => {
  const { go, sessions } = remembering();
  const [ada, grace] = [await sessions.open(sessionOf(ADA)), await sessions.open(sessionOf(GRACE))];
  await sessions.closeAll(ADA);
  go();
  await expect(sessions.read(ada)).rejects.toBe(away);
  expect(await sessions.read(grace)).toEqual(sessionOf(GRACE));
  await sessions.close(grace);
  await expect(sessions.read(grace)).rejects.toBe(away);
});

test("of too many, the one that was longest not seen is forgotten", async () => {
  const { go, sessions } = remembering();
  const users = Array.from({ length: 2000 }, (_, index) => ({ ...ADA, id: String(index) }));
  for (const user of users) await sessions.open(sessionOf(user));
  await sessions.read("0");
  await sessions.open(sessionOf(ADA));
  go();
  await expect(sessions.read("1")).rejects.toBe(away);
  expect([(await sessions.read("0"))?.user.id, (await sessions.read("2"))?.user.id]).toEqual(["0", "2"]);
});
