import type { User } from "@flipdocs/contract";
import { expect, test, vi } from "vitest";
import type { Clients } from "../supabase/clients.ts";
import { changePassword, endOthersAtSupabase, prove, putPassword } from "./password.ts";

const USER: User = { id: "5a3b1e00-f11b-4d0c-8000-000000000001", email: "ada@flipdocs.test" };
const SESSION = { user: USER, accessToken: "a", refreshToken: "r", expiresAt: 5000 };
const theirs = { user: USER, access_token: "a", refresh_token: "r", expires_at: 5000 };
const CHANGE = { old: "old", password: "new" };

/** Supabase's own words to each question. */
function supabase({ signIn = {}, begin = {}, update = {} }: Record<string, { code?: string }> = {}) {
  const error = (given: { code?: string }) => (given.code ? { ...given, message: "no" } : null);
  const auth = {
    signInWithPassword: vi.fn(async () => ({ data: { session: theirs }, error: error(signIn) })),
    setSession: vi.fn(async () => ({ error: error(begin) })),
    updateUser: vi.fn(async () => ({ error: error(update) })),
  };
  const signOut = vi.fn(async () => ({ error: null }));
  const clients = { auth: () => auth, as: () => ({ auth: { admin: { signOut } } }) } as unknown as Clients;
  return { auth, signOut, clients };
}

test("who knows the password has a new session; who does not is told which one is meant", async () => {
  const { auth, clients } = supabase();
  expect(await prove(clients, USER, "old")).toEqual(SESSION);
  expect(auth.signInWithPassword).toHaveBeenCalledWith({ email: USER.email, password: "old" });
  await expect(prove(supabase({ signIn: { code: "invalid_credentials" } }).clients, USER, "x")).rejects.toMatchObject({
    kind: "wrong-credentials",
    detail: "This is not your password. Type the one that you sign in with.",
  });
  await expect(prove(supabase({ signIn: { code: "other" } }).clients, USER, "x")).rejects.toMatchObject({
    kind: "unavailable",
  });
});

test("a new password ends what was opened with the old one, and keeps the session that changed it", async () => {
  const { auth, signOut, clients } = supabase();
  expect(await changePassword(clients, USER, CHANGE)).toEqual(SESSION);
  expect(auth.setSession).toHaveBeenCalledWith({ access_token: "a", refresh_token: "r" });
  expect(auth.updateUser).toHaveBeenCalledWith({ password: "new" });
  expect(signOut.mock.calls).toEqual([["a", "others"]]);
});

test.each([
  ["the one that there is", { update: { code: "same_password" } }, "invalid", "password: is the one that you have"],
  [
    "one that is weak",
    { update: { code: "weak_password" } },
    "invalid",
    expect.stringContaining("Choose a longer one"),
  ],
  ["one that Supabase cannot take", { update: { code: "other" } }, "unavailable", undefined],
])("%s is not taken, and the session that was opened for it ends", async (_, words, kind, detail) => {
  const { signOut, clients } = supabase(words);
  await expect(changePassword(clients, USER, CHANGE)).rejects.toMatchObject({ kind, detail });
  expect(signOut.mock.calls).toEqual([["a", "local"]]);
});

test.each([
  ["session_not_found", "signed-out"],
  ["other", "unavailable"],
])("a session that cannot be taken up (%s) changes nothing", async (code, kind) => {
  const { auth, clients } = supabase({ begin: { code } });
  await expect(putPassword(clients, SESSION, "new")).rejects.toMatchObject({ kind });
  expect(auth.updateUser).not.toHaveBeenCalled();
});

test.each([
  ["another", {}, true],
  ["the same", { update: { code: "same_password" } }, false],
])("whether it is %s password is told", async (_, words, isOther) => {
  expect(await putPassword(supabase(words).clients, SESSION, "new")).toBe(isOther);
});

test("a Supabase that cannot end the others holds nobody up", async () => {
  const signOut = async () => Promise.reject(new Error("away"));
  const clients = { as: () => ({ auth: { admin: { signOut } } }) } as unknown as Clients;
  expect(await endOthersAtSupabase(clients, SESSION)).toBeUndefined();
});
