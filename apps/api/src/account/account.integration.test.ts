import { AccountSession } from "@flipdocs/contract";
import { BUCKETS, type Supabase } from "@flipdocs/supabase";
import { createClient } from "@supabase/supabase-js";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { ONE_PAGE } from "../../test/pdf.ts";
import { type Replica, startReplica } from "../../test/replica.ts";
import { givenServices } from "../../test/services.ts";
import { PASSWORD, signUp, Visitor } from "../../test/visitor.ts";

const NEW_PASSWORD = "another horse battery staple";
const { SUPABASE_URL, SUPABASE_SECRET_KEY, REDIS_URL } = givenServices();
const service: Supabase = createClient(SUPABASE_URL, SUPABASE_SECRET_KEY);

let replica: Replica;
beforeAll(async () => {
  replica = await startReplica();
});
afterAll(() => replica.stop());

type Member = Awaited<ReturnType<typeof signUp>>;

const signIn = async ({ user }: Member, password = PASSWORD, agent = "") => {
  const visitor = new Visitor(replica.url);
  const headers = { "user-agent": agent };
  const { status } = await visitor.post("/v1/auth/sign-in", { email: user.email, password }, headers);
  return Object.assign(visitor, { status });
};
const isIn = async (visitor: Visitor) => (await visitor.fetch("/v1/auth/session")).status === 200;
const sessionsOf = async (visitor: Visitor) => {
  const answer = await (await visitor.fetch("/v1/account/sessions")).json();
  return z.object({ sessions: z.array(AccountSession) }).parse(answer).sessions;
};

describe("sessions", () => {
  test("are listed with their browser, and this one is marked; one is ended, and others' are not", async () => {
    const member = await signUp(replica.url);
    const phone = await signIn(member, PASSWORD, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
    const listed = await sessionsOf(member);
    expect(listed.map(({ isThis }) => isThis).sort()).toEqual([false, true]);
    const other = listed.find(({ isThis }) => !isThis);
    expect(other).toMatchObject({ browser: "Firefox on Linux", opened: expect.any(String) });
    const end = (visitor: Visitor) => visitor.fetch(`/v1/account/sessions/${other?.id}`, { method: "DELETE" });
    expect([(await end(await signUp(replica.url))).status, await isIn(phone)]).toEqual([404, true]);
    expect([(await end(member)).status, await isIn(phone), await isIn(member)]).toEqual([204, false, true]);
    expect((await end(member)).status).toBe(404);
  });

  test("are all ended at once", async () => {
    const member = await signUp(replica.url);
    const phone = await signIn(member);
    expect((await member.fetch("/v1/account/sign-out-everywhere", { method: "POST" })).status).toBe(204);
    expect([member.cookie, await isIn(phone)]).toEqual([undefined, false]);
  });

  test("are nobody's who is not signed in", async () => {
    expect((await new Visitor(replica.url).fetch("/v1/account/sessions")).status).toBe(401);
  });
});

describe("a password", () => {
  test("is changed by who knows the old one: other sessions end, and this one goes on", async () => {
    const member = await signUp(replica.url);
    const phone = await signIn(member);
    const change = (old: string, password: string) => member.post("/v1/account/password", { old, password });
    expect((await change("not the password", NEW_PASSWORD)).status).toBe(401);
    expect((await change(PASSWORD, "P@ssw0rd1")).status).toBe(422);
    expect((await change(PASSWORD, NEW_PASSWORD)).status).toBe(204);
    expect([await isIn(member), await isIn(phone)]).toEqual([true, false]);
    expect([(await signIn(member)).status, (await signIn(member, NEW_PASSWORD)).status]).toEqual([401, 200]);
  });

  test("is tried ten times wrongly from a found session, and then not even rightly for a while", async () => {
    const member = await signUp(replica.url);
    const end = (password: string) => member.post("/v1/account/delete", { password });
    const wrong = await Promise.all(Array.from({ length: 11 }, () => end("not the password")));
    expect(wrong.map(({ status }) => status).sort()).toEqual([...Array(10).fill(401), 429]);
    expect((await end(PASSWORD)).status).toBe(429);
  });
});

test("a deleted account leaves nothing: no row, no file, no session, and its address is free", async () => {
  const member = await signUp(replica.url);
  const phone = await signIn(member);
  const books = [await member.makeBook(ONE_PAGE), await member.makeBook(ONE_PAGE)];
  await member.fetch(`/v1/books/${books[1]?.id}`, { method: "DELETE" });
  expect((await member.post("/v1/account/delete", { password: "not the password" })).status).toBe(401);
  expect((await member.post("/v1/account/delete", { password: PASSWORD })).status).toBe(204);
  const ids = books.map(({ id }) => id);
  const rows = await Promise.all([
    service.from("books").select("id").in("id", ids),
    service.from("pages").select("number").in("book_id", ids),
    service.from("profiles").select("id").eq("id", member.user.id),
  ]);
  expect(rows.map(({ data }) => data)).toEqual([[], [], []]);
  for (const bucket of Object.values(BUCKETS)) {
    expect((await service.storage.from(bucket).list(member.user.id)).data).toEqual([]);
  }
  expect([member.cookie, await isIn(phone)]).toEqual([undefined, false]);
  const redis = new Redis(REDIS_URL);
  const keys = await redis.keys("*");
  const texts = await Promise.all(keys.map(async (key) => `${key} ${await redis.get(key).catch(() => "")}`));
  redis.disconnect();
  for (const told of [member.user.id, member.user.email, ...ids]) expect(texts.join("\n")).not.toContain(told);
  expect((await signIn(member)).status).toBe(401);
  const { email } = member.user;
  const again = await new Visitor(replica.url).post("/v1/auth/sign-up", { email, password: PASSWORD });
  expect(again.status).toBe(201);
});
