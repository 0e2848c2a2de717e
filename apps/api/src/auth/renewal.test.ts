import { setTimeout as sleep } from "node:timers/promises";
import type { User } from "@flipdocs/contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Clients } from "../supabase/clients.ts";
import { freshSession } from "./renewal.ts";
import type { Session, Sessions } from "./sessions.ts";

// What is waited for never comes first, unless a test says so: no test waits.
vi.mock("node:timers/promises", () => ({ setTimeout: vi.fn() }));

const NOW = 1_000_000;
const USER: User = { id: "5a3b1e00-f11b-4d0c-8000-000000000001", email: "ada@flipdocs.test" };
const device = { agent: "Firefox", opened: 1 };

/** A session whose access token ends in so many seconds. */
const ending = (seconds: number): Session => ({
  user: USER,
  accessToken: "old",
  refreshToken: "once",
  expiresAt: NOW / 1000 + seconds,
  device,
});
const renewed = { user: USER, access_token: "new", refresh_token: "next", expires_at: NOW / 1000 + 3600 };

function given(first: Session | null, answer: object = { data: { session: renewed }, error: null }) {
  let kept = first;
  const sessions = {
    read: vi.fn(async () => kept),
    renew: vi.fn(async (_: string, session: Session) => {
      kept = session;
    }),
    close: vi.fn(async () => {
      kept = null;
    }),
    alone: vi.fn(async (_: string, work: () => Promise<void>) => work().then(() => true)),
  };
  const refreshSession = vi.fn(async () => answer);
  const clients = { auth: () => ({ refreshSession }) } as unknown as Clients;
  return { sessions, refreshSession, fresh: () => freshSession("id", sessions as unknown as Sessions, clients) };
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.mocked(sleep)
    .mockReset()
    .mockReturnValue(new Promise(() => undefined));
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ["there is none", null],
  ["its token lasts", ending(61)],
])("nothing is renewed where %s", async (_, session) => {
  const { fresh, refreshSession } = given(session);
  expect(await fresh()).toEqual(session);
  expect(refreshSession).not.toHaveBeenCalled();
});

test.each([60, 1, -5])(
  "a token that ends in %d s is renewed, and the session keeps where it was opened",
  async (seconds) => {
    const { fresh, refreshSession } = given(ending(seconds));
    expect(await fresh()).toEqual({ ...ending(3600), accessToken: "new", refreshToken: "next" });
    expect(refreshSession.mock.calls).toEqual([[{ refresh_token: "once" }]]);
  },
);

test("while another replica renews, what it finds is waited for", async () => {
  const { fresh, sessions, refreshSession } = given(ending(-5));
  sessions.alone.mockResolvedValueOnce(false);
  vi.mocked(sleep).mockImplementation(async (ms) => {
    if (ms !== 100) return new Promise<never>(() => undefined);
    await sessions.renew("id", ending(3600));
    return undefined as never;
  });
  expect(await fresh()).toEqual(ending(3600));
  expect(refreshSession).not.toHaveBeenCalled();
});

test("what another replica has renewed meanwhile is not renewed again: a refresh token is good once", async () => {
  const { fresh, sessions, refreshSession } = given(ending(-5));
  sessions.alone.mockImplementationOnce(async (_, work) => {
    await sessions.renew("id", ending(3600));
    await work();
    return true;
  });
  expect(await fresh()).toEqual(ending(3600));
  expect(refreshSession).not.toHaveBeenCalled();
});

test("a session that Supabase no longer honours is closed", async () => {
  const { fresh, sessions } = given(ending(30), { data: { session: null }, error: { code: "session_not_found" } });
  expect(await fresh()).toBeNull();
  expect(sessions.close).toHaveBeenCalledWith("id");
});

test("a Supabase that is away signs nobody out: while the token lasts it serves, and then nobody can tell", async () => {
  const answer = { data: { session: null }, error: { code: "unexpected_failure" } };
  const [lasting, over] = [given(ending(30), answer), given(ending(0), answer)];
  expect(await lasting.fresh()).toEqual(ending(30));
  await expect(over.fresh()).rejects.toMatchObject({ kind: "unavailable" });
  expect([lasting, over].flatMap(({ sessions }) => sessions.close.mock.calls)).toEqual([]);
});

test("nobody waits longer than a person does for an answer that does not come", async () => {
  const { fresh, refreshSession } = given(ending(-1));
  refreshSession.mockReturnValue(new Promise(() => undefined));
  const told = expect(fresh()).rejects.toMatchObject({
    kind: "unavailable",
    detail: "Whether you are signed in cannot be told at the moment; try again soon.",
  });
  await vi.advanceTimersByTimeAsync(1500);
  await told;
});
