import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { givenServices } from "../../test/services.ts";
import { createSessions, MOST_SESSIONS, type Session } from "./sessions.ts";

let redis: Redis;

beforeAll(async () => {
  redis = new Redis(givenServices().REDIS_URL);
  await once(redis, "ready");
});
afterAll(() => redis.disconnect());

const sessionOf = (id: string, accessToken = "token"): Session => ({
  user: { id, email: "ada@flipdocs.test" },
  accessToken,
  refreshToken: "refresh",
  expiresAt: Date.now() / 1000 + 3600,
});

/** Opens so many sessions of one member, one after the other, as the clock has it, too. */
async function openAll(sessions: ReturnType<typeof createSessions>, member: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let turn = 0; turn < count; turn++) {
    ids.push(await sessions.open(sessionOf(member, `token ${turn}`)));
    await sleep(2);
  }
  return ids;
}

/** The keys that hold something of a session, and of no other: those that have come since. */
async function newKeys(open: () => Promise<unknown>): Promise<string[]> {
  const before = new Set(await redis.keys("session*"));
  await open();
  return (await redis.keys("session*")).filter((key) => !before.has(key));
}

test("claim 49: 21 sessions of one member are 20: the oldest goes, and nobody else's", async () => {
  const pushedOut: Session[] = [];
  const sessions = createSessions(redis, (session) => pushedOut.push(session));
  const [member, other] = [crypto.randomUUID(), crypto.randomUUID()];
  const [others = ""] = await openAll(sessions, other, 1);
  const [oldest = "", ...rest] = await openAll(sessions, member, MOST_SESSIONS + 1);
  expect(await sessions.read(oldest)).toBeNull();
  expect(pushedOut.map(({ accessToken }) => accessToken)).toEqual(["token 0"]);
  expect((await Promise.all(rest.map(sessions.read))).map((session) => session?.user.id)).toEqual(
    Array(MOST_SESSIONS).fill(member),
  );
  expect(await sessions.read(others)).not.toBeNull();
});

test("claim 49: 100 sessions that are opened at once are 20 in the end", async () => {
  const sessions = createSessions(redis);
  const member = crypto.randomUUID();
  let ids: string[] = [];
  const keys = await newKeys(async () => {
    ids = await Promise.all(Array.from({ length: 100 }, () => sessions.open(sessionOf(member))));
  });
  expect((await Promise.all(ids.map(sessions.read))).filter(Boolean)).toHaveLength(MOST_SESSIONS);
  // And the list of them.
  expect(keys).toHaveLength(MOST_SESSIONS + 1);
});

test("sessions that were closed make room, and one that was renewed is not the oldest", async () => {
  const sessions = createSessions(redis);
  const member = crypto.randomUUID();
  const [first = "", second = "", ...rest] = await openAll(sessions, member, MOST_SESSIONS);
  await sessions.close(rest[0] ?? "");
  await sessions.open(sessionOf(member));
  await sessions.renew(first, sessionOf(member, "renewed"));
  await sessions.open(sessionOf(member));
  expect([(await sessions.read(first))?.accessToken, await sessions.read(second)]).toEqual(["renewed", null]);
});

test("claim 49: sessions and the list of a member's end by themselves", async () => {
  const keys = await newKeys(() => createSessions(redis).open(sessionOf(crypto.randomUUID())));
  expect(keys).toHaveLength(2);
  for (const key of keys) expect(await redis.ttl(key)).toBeGreaterThan(0);
});

test("claim 49: a session whose time is over is none, and is not counted any more", async () => {
  const sessions = createSessions(redis);
  const member = crypto.randomUUID();
  const keys = await newKeys(() => openAll(sessions, member, MOST_SESSIONS));
  const own = keys.find((key) => key.startsWith("sessions-of:")) ?? "";
  const ended = keys.filter((key) => key !== own).slice(0, 5);
  for (const key of ended)
    await redis
      .multi()
      .pexpire(key, 1)
      .zadd(own, "XX", Date.now() - 1, key)
      .exec();
  await expect.poll(() => redis.exists(...ended), { timeout: 20_000 }).toBe(0);
  await sessions.open(sessionOf(member));
  expect(await redis.zcard(own)).toBe(MOST_SESSIONS - ended.length + 1);
});

test("claim 49: all of a member's are closed at once, and nobody else's", async () => {
  const sessions = createSessions(redis);
  const [member, other] = [crypto.randomUUID(), crypto.randomUUID()];
  const [ids, [kept = ""]] = [await openAll(sessions, member, 3), await openAll(sessions, other, 1)];
  await sessions.closeAll({ id: member, email: "ada@flipdocs.test" });
  expect(await Promise.all(ids.map(sessions.read))).toEqual([null, null, null]);
  expect(await sessions.read(kept)).not.toBeNull();
});

test.each(["", "{", "null", "[]", "{}", "\u0000", '{"user":{"id":"x"}}', '{"__proto__":{"user":1}}'])(
  "the text %j in the place of a session is none, and is cleared away",
  async (garbage) => {
    const sessions = createSessions(redis);
    let id = "";
    const [key = ""] = (
      await newKeys(async () => {
        id = await sessions.open(sessionOf(crypto.randomUUID()));
      })
    ).filter((name) => name.startsWith("session:"));
    await redis.set(key, garbage);
    expect([await sessions.read(id), await redis.exists(key)]).toEqual([null, 0]);
  },
);

test("a list in the place of a session is none, and one in the place of a member's list keeps nobody out", async () => {
  const sessions = createSessions(redis);
  const member = crypto.randomUUID();
  let id = "";
  const keys = await newKeys(async () => {
    id = await sessions.open(sessionOf(member));
  });
  for (const key of keys) {
    await redis.unlink(key);
    await redis.rpush(key, "garbage");
  }
  expect(await sessions.read(id)).toBeNull();
  expect(await sessions.read(await sessions.open(sessionOf(member)))).not.toBeNull();
});
