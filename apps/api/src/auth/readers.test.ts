import type { Supabase } from "@flipdocs/supabase";
import { expect, test, vi } from "vitest";
import { Problem } from "../problems/problem.ts";
import type { Clients } from "../supabase/clients.ts";
import { createReaders } from "./readers.ts";
import type { Session, Sessions } from "./sessions.ts";

const USER = { id: "5a3b1e00-f11b-4d0c-8000-000000000001", email: "ada@flipdocs.test" };
const SESSION: Session = { user: USER, accessToken: "token", refreshToken: "r", expiresAt: Date.now() / 1000 + 3600 };

const as = vi.fn((token: string) => `as ${token}` as unknown as Supabase);
const clients = { anybody: "anybody", as } as unknown as Clients;
const readers = (read: Sessions["read"]) => createReaders({ read } as Sessions, clients);
const signed = new Request("http://api/", { headers: { cookie: `__Host-session=${"a".repeat(43)}` } });
const stranger = new Request("http://api/");
const gone = () => Promise.reject(new Error("Connection is closed"));
const seen = async (supabase: Supabase, user: unknown) => [supabase, user];

test.each([
  ["who has no cookie is anybody", stranger, async () => SESSION, ["anybody", null]],
  ["who has a cookie that opens nothing is anybody", signed, async () => null, ["anybody", null]],
  ["who has a session is themselves", signed, async () => SESSION, ["as token", USER]],
  ["whose session cannot be told sees what anybody may", signed, gone, ["anybody", null]],
])("%s", async (_, request, read, who) => {
  expect(await readers(read).look(request, seen)).toEqual(who);
});

test("what is not there may be theirs: that is not told while nobody knows who asks", async () => {
  const missing = () => Promise.reject(new Problem("not-found"));
  await expect(readers(gone).look(signed, missing)).rejects.toThrow("Connection is closed");
  await expect(readers(async () => null).look(signed, missing)).rejects.toMatchObject({ kind: "not-found" });
});

test.each([new Problem("unavailable"), new Error("not-found")])(
  "what else goes wrong is told as it is: %s",
  async (error) => {
    await expect(readers(gone).look(signed, () => Promise.reject(error))).rejects.toBe(error);
  },
);

test("who must have a session gets what is done in their name, until it is called off", async () => {
  const { signal } = new AbortController();
  expect(await readers(async () => SESSION).signedIn(signed, signal)).toEqual({
    user: USER,
    supabase: "as token",
    accessToken: "token",
  });
  expect(as).toHaveBeenLastCalledWith("token", signal);
});

test("who must have a session and has none is told so; where it cannot be told, that", async () => {
  await expect(readers(async () => null).signedIn(signed)).rejects.toMatchObject({ kind: "signed-out" });
  await expect(readers(gone).signedIn(signed)).rejects.toThrow("Connection is closed");
});
