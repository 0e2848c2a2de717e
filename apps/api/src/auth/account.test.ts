import { expect, test, vi } from "vitest";
import { answering } from "../../test/answering.ts";
import type { Clients } from "../supabase/clients.ts";
import { endAtSupabase, refused, signIn, signUp, toSession } from "./account.ts";

const USER = { id: "5a3b1e00-f11b-4d0c-8000-000000000001", email: "ada@flipdocs.test" };
const THEIRS = { user: { ...USER, role: "authenticated" }, access_token: "a", refresh_token: "r", expires_in: 3600 };
const OURS = { user: USER, accessToken: "a", refreshToken: "r", expiresAt: 5000 };
const CREDENTIALS = { email: USER.email, password: "correct horse" };

type Theirs = Parameters<typeof toSession>[0];

/** Clients whose Supabase answers once. */
const clients = (data: unknown, error: unknown = null) => {
  const { supabase, asked } = answering({ data, error });
  return { asked, clients: { auth: () => supabase.auth } as unknown as Clients };
};

test("of Supabase's session stays what is needed", () => {
  expect(toSession({ ...THEIRS, expires_at: 5000 } as unknown as Theirs)).toEqual(OURS);
});

test("a session that does not say when it ends, ends as many seconds from now as it lasts", () => {
  vi.useFakeTimers({ now: 1_000_000 });
  expect(toSession(THEIRS as unknown as Theirs).expiresAt).toBe(4600);
  vi.useRealTimers();
});

test("who signs in has a session", async () => {
  const { clients: given, asked } = clients({ session: { ...THEIRS, expires_at: 5000 } });
  expect(await signIn(given, CREDENTIALS)).toEqual(OURS);
  expect(asked).toEqual([`auth.signInWithPassword(${JSON.stringify(CREDENTIALS)})`]);
});

test("who signs up has a session, unless the address is to be confirmed first", async () => {
  const open = clients({ session: { ...THEIRS, expires_at: 5000 }, user: USER });
  expect(await signUp(open.clients, CREDENTIALS)).toEqual({ user: USER, session: OURS });
  const confirming = clients({ session: null, user: { ...USER, role: "" } });
  expect(await signUp(confirming.clients, CREDENTIALS)).toEqual({ user: USER });
});

test.each([
  ["signing in", signIn, "invalid_credentials", "wrong-credentials"],
  ["signing up", signUp, "user_already_exists", "email-taken"],
] as const)("%s that is refused", async (_, sign, code, kind) => {
  const { clients: given } = clients({ session: null }, { code, message: "no" });
  await expect(sign(given, CREDENTIALS)).rejects.toMatchObject({ kind });
});

test.each([
  ["invalid_credentials", "wrong-credentials", undefined],
  [
    "email_not_confirmed",
    "wrong-credentials",
    "Confirm your e-mail address first: open the link that was sent to you.",
  ],
  ["user_already_exists", "email-taken", undefined],
  ["email_exists", "email-taken", undefined],
  ["weak_password", "invalid", expect.stringContaining("Choose a longer one")],
  ["email_address_invalid", "invalid", "email: this address cannot be used"],
  ["over_request_rate_limit", "too-many-requests", undefined],
  ["over_email_send_rate_limit", "too-many-requests", undefined],
  ["something_new", "unavailable", undefined],
  [undefined, "unavailable", undefined],
])("the refusal %s is %s", (code, kind, detail) => {
  expect(refused({ code, message: "why" })).toMatchObject({
    kind,
    detail,
    cause: { message: `Supabase: ${code} why` },
  });
});

test.each([
  [undefined, "local"],
  ["global", "global"],
] as const)("a session that ends, of %s, ends at Supabase: %s", async (scope, told) => {
  const signOut = vi.fn(async () => ({ data: null, error: null }));
  const as = vi.fn(() => ({ auth: { admin: { signOut } } }));
  await endAtSupabase({ as } as unknown as Clients, OURS, scope);
  expect([as.mock.calls, signOut.mock.calls]).toEqual([[["a"]], [["a", told]]]);
});

test.each([
  ["refuses", () => Promise.reject(new Error("away"))],
  ["never answers", () => new Promise(() => undefined)],
])("who signs out does not wait for a Supabase that %s", async (_, signOut) => {
  const given = { as: () => ({ auth: { admin: { signOut } } }) } as unknown as Clients;
  vi.useFakeTimers();
  const ended = endAtSupabase(given, OURS);
  await vi.advanceTimersByTimeAsync(1500);
  vi.useRealTimers();
  expect(await ended).toBeUndefined();
});
