import { Problem } from "@flipdocs/contract";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Replica, startReplica } from "../../test/replica.ts";
import { givenServices } from "../../test/services.ts";
import { newEmail, PASSWORD, signUp, Visitor } from "../../test/visitor.ts";

let replica: Replica;
let redis: Redis;

beforeAll(async () => {
  replica = await startReplica();
  redis = new Redis(givenServices().REDIS_URL);
});

afterAll(async () => {
  redis.disconnect();
  await replica.stop();
});

const session = (visitor: Visitor) => visitor.fetch("/v1/auth/session");

describe("signing up", () => {
  test("opens a session in a cookie that no script and no other site gets", async () => {
    const visitor = new Visitor(replica.url);
    const email = newEmail();
    const response = await visitor.post("/v1/auth/sign-up", { email, password: PASSWORD });
    expect(response.status).toBe(201);
    expect(visitor.setCookie).toMatch(
      /^__Host-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax; Max-Age=\d+$/,
    );
    expect(await (await session(visitor)).json()).toMatchObject({ user: { email } });
  });

  test("twice with one address is refused", async () => {
    const { user } = await signUp(replica.url);
    const response = await new Visitor(replica.url).post("/v1/auth/sign-up", {
      email: user.email,
      password: PASSWORD,
    });
    expect(response.status).toBe(409);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  });

  test("with a short password says so, without repeating it", async () => {
    const response = await new Visitor(replica.url).post("/v1/auth/sign-up", {
      email: newEmail(),
      password: "5ecret",
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toMatch(/^(?!.*5ecret).*password/);
  });

  test("with a password that many have is refused, and there is no account", async () => {
    const [visitor, email] = [new Visitor(replica.url), newEmail()];
    const response = await visitor.post("/v1/auth/sign-up", { email, password: "P@ssw0rd1" });
    expect(response.status).toBe(422);
    expect(Problem.parse(await response.json()).detail).toMatch(/first to be tried/);
    expect((await visitor.post("/v1/auth/sign-in", { email, password: "P@ssw0rd1" })).status).toBe(401);
  });
});

describe("signing in", () => {
  test("with the wrong password is refused", async () => {
    const { user } = await signUp(replica.url);
    const visitor = new Visitor(replica.url);
    const response = await visitor.post("/v1/auth/sign-in", {
      email: user.email,
      password: "not the password",
    });
    expect(response.status).toBe(401);
    expect(visitor.cookie).toBeUndefined();
  });

  test("for one account is tried ten times wrongly, at any replica, and then not even rightly for a while", async () => {
    const { user } = await signUp(replica.url);
    const other = await startReplica();
    const attempt = (turn: number, password: string) =>
      new Visitor(turn % 2 ? other.url : replica.url).post("/v1/auth/sign-in", { email: user.email, password });
    const wrong = await Promise.all(Array.from({ length: 30 }, (_, turn) => attempt(turn, "not the password")));
    const statuses = wrong.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(10).fill(401), ...Array(20).fill(429)]);
    const right = await attempt(0, PASSWORD);
    expect(right.status).toBe(429);
    expect(Number(right.headers.get("retry-after"))).toBeGreaterThan(0);
    await other.stop();
  });

  test("works from elsewhere while a stranger is locked out", async () => {
    const { user } = await signUp(replica.url);
    const attempt = (address: string, password: string) =>
      new Visitor(replica.url)
        .post("/v1/auth/sign-in", { email: user.email, password }, { "x-forwarded-for": address })
        .then(({ status }) => status);
    await Promise.all(Array.from({ length: 10 }, () => attempt("198.51.100.1", "not the password")));
    expect([await attempt("198.51.100.1", PASSWORD), await attempt("192.0.2.1", PASSWORD)]).toEqual([429, 200]);
  });

  test("is refused in the same words whether there is such an account or not", async () => {
    const { user } = await signUp(replica.url);
    const answers = [user.email, newEmail()].map(async (email) => {
      const response = await new Visitor(replica.url).post("/v1/auth/sign-in", { email, password: "not the password" });
      return [response.status, await response.text()];
    });
    const [known, unknown] = await Promise.all(answers);
    expect(known).toEqual(unknown);
  });

  test("claim 49: gives the session a new id, and the old one is worth nothing", async () => {
    const visitor = await signUp(replica.url);
    const before = visitor.at(replica.url);
    const response = await visitor.post("/v1/auth/sign-in", {
      email: visitor.user.email,
      password: PASSWORD,
    });
    expect(response.status).toBe(200);
    expect(visitor.cookie).not.toBe(before.cookie);
    expect([(await session(before)).status, (await session(visitor)).status]).toEqual([401, 200]);
  });
});

test("claim 49: signing out ends the session, also for who kept the cookie", async () => {
  const visitor = await signUp(replica.url);
  const kept = visitor.at(replica.url);
  expect((await visitor.fetch("/v1/auth/sign-out", { method: "POST" })).status).toBe(204);
  expect(visitor.cookie).toBeUndefined();
  expect((await session(kept)).status).toBe(401);
});

test("claim 49: signing out everywhere ends a member's every session at every replica, and nobody else's", async () => {
  const [member, other, elsewhere] = [await signUp(replica.url), await signUp(replica.url), await startReplica()];
  const again = [new Visitor(replica.url), new Visitor(elsewhere.url)];
  const credentials = { email: member.user.email, password: PASSWORD };
  for (const visitor of again) expect((await visitor.post("/v1/auth/sign-in", credentials)).status).toBe(200);
  expect((await member.fetch("/v1/account/sign-out-everywhere", { method: "POST" })).status).toBe(204);
  const all = [member, ...again, ...again.map((visitor) => visitor.at(elsewhere.url)), other];
  expect(await Promise.all(all.map(async (one) => (await session(one)).status))).toEqual([
    401, 401, 401, 401, 401, 200,
  ]);
  expect((await member.fetch("/v1/account/sign-out-everywhere", { method: "POST" })).status).toBe(401);
  await elsewhere.stop();
});

test("claim 49: 21 sign-ins with one password: the first of them is signed out, the others are not", async () => {
  const { user } = await signUp(replica.url);
  const visitors = Array.from({ length: 21 }, () => new Visitor(replica.url));
  for (const visitor of visitors) await visitor.post("/v1/auth/sign-in", { email: user.email, password: PASSWORD });
  const statuses = await Promise.all(visitors.map(async (visitor) => (await session(visitor)).status));
  expect(statuses).toEqual([401, ...Array(20).fill(200)]);
});

test.each(["", "guessed", "x".repeat(43)])("the cookie %j opens nothing", async (cookie) => {
  const visitor = new Visitor(replica.url);
  visitor.cookie = cookie;
  expect((await session(visitor)).status).toBe(401);
});

test("claim 49: a change that another site asks for is refused, and one from our own is not", async () => {
  const visitor = await signUp(replica.url);
  const foreign = await visitor.post("/v1/auth/sign-out", {}, { origin: "https://elsewhere.test" });
  expect(foreign.status).toBe(403);
  expect((await session(visitor)).status).toBe(200);
  expect((await visitor.post("/v1/auth/sign-out", {}, { origin: replica.url })).status).toBe(204);
});

describe("tokens", () => {
  const stored = async (userId: string) => {
    const keys = await redis.keys("session:*");
    const found = (await Promise.all(keys.map(async (key) => ({ key, text: (await redis.get(key)) ?? "" })))).find(
      ({ text }) => text.includes(userId),
    );
    if (!found) throw new Error("no session is stored for this user");
    return { ...found, session: JSON.parse(found.text) };
  };

  test("are renewed when they are about to end, once, however many ask", async () => {
    const visitor = await signUp(replica.url);
    const { key, session: old } = await stored(visitor.user.id);
    await redis.set(key, JSON.stringify({ ...old, expiresAt: 0 }));
    const other = await startReplica();
    const asking = Array.from({ length: 12 }, async (_, turn) => {
      const one = visitor.at(turn % 2 ? other.url : replica.url);
      const status = async () => (await session(one)).status;
      // Whom a busy machine lets wait too long is told to come again.
      return vi.waitUntil(async () => [await status()].find((found) => found !== 503), { timeout: 20_000 });
    });
    const statuses = await Promise.all(asking);
    await other.stop();
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect((await stored(visitor.user.id)).session.refreshToken).not.toBe(old.refreshToken);
  });

  test("claim 49: that Supabase no longer honours end the session", async () => {
    const visitor = await signUp(replica.url);
    const { key, session: old } = await stored(visitor.user.id);
    await redis.set(key, JSON.stringify({ ...old, expiresAt: 0, refreshToken: "not-a-token" }));
    expect((await session(visitor)).status).toBe(401);
    expect(await redis.exists(key)).toBe(0);
  });

  test("and passwords stand in no answer and in no log, and Redis does not know the cookie", async () => {
    const visitor = await signUp(replica.url);
    const answer = await (await session(visitor)).text();
    const { key, session: kept } = await stored(visitor.user.id);
    for (const secret of [kept.accessToken, kept.refreshToken, visitor.cookie, PASSWORD]) {
      expect(answer + replica.log() + key).not.toContain(secret);
    }
    expect(kept).not.toHaveProperty("id");
  });
});
