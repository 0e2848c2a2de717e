import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { createViews } from "./views.ts";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const VIEWER = { share: "s", address: "192.0.2.1", agent: FIREFOX };

test.each([
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36",
  "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
  "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
  "curl/8.10.1",
  "python-requests/2.32",
  "",
  null,
])("%s is no view", async (agent) => {
  // Nothing is even remembered: there is no Redis here.
  const redis = new Redis({ lazyConnect: true, enableOfflineQueue: false });
  expect(await createViews(redis).isNew({ ...VIEWER, agent })).toBe(false);
  expect(redis.status).toBe("wait");
});

test("while Redis is away nobody is counted, and nobody is kept waiting", async () => {
  const redis = new Redis({ port: 1, lazyConnect: true, enableOfflineQueue: false, retryStrategy: () => null });
  redis.on("error", () => undefined);
  expect(await createViews(redis).isNew(VIEWER)).toBe(false);
  redis.disconnect();
});

/** As much of Redis as counts views, and what was set there. */
function remembering() {
  const [texts, sets, sent] = [new Map<string, string>(), new Map<string, Set<string>>(), [] as unknown[][]];
  const of = (key: string) => sets.get(key) ?? sets.set(key, new Set()).get(key) ?? new Set();
  const redis = {
    set: async (key: string, value: string, ...how: unknown[]) => {
      sent.push([key, ...how]);
      if (!texts.has(key)) texts.set(key, value);
    },
    get: async (key: string) => texts.get(key) ?? null,
    scard: async (key: string) => of(key).size,
    multi: () => ({
      sadd: (key: string, visitor: string) => ({
        scard: () => ({
          expire: (_: string, seconds: number) => ({
            exec: async () => {
              sent.push([seconds]);
              const isNew = !of(key).has(visitor);
              of(key).add(visitor);
              return [
                [null, isNew ? 1 : 0],
                [null, of(key).size],
                [null, 1],
              ];
            },
          }),
        }),
      }),
    }),
  };
  return { redis: redis as unknown as Redis, sets, sent };
}

const MORNING = Date.UTC(2026, 10, 26, 8);
const HOUR_MS = 60 * 60 * 1000;

test("a person counts once a day for each link, and again the next day", async () => {
  let now = MORNING;
  const { redis } = remembering();
  const { isNew } = createViews(redis, () => now);
  expect([await isNew(VIEWER), await isNew(VIEWER), await isNew({ ...VIEWER, share: "other" })]).toEqual([
    true,
    false,
    true,
  ]);
  now += 15 * HOUR_MS;
  expect(await isNew(VIEWER)).toBe(false);
  now += HOUR_MS;
  expect(await isNew(VIEWER)).toBe(true);
});

test.each([
  ["another browser", { agent: `${FIREFOX} x` }],
  ["another address", { address: "192.0.2.2" }],
  ["no address that is known", { address: undefined }],
])("%s is another person", async (_, other) => {
  const { isNew } = createViews(remembering().redis, () => MORNING);
  await isNew(VIEWER);
  expect(await isNew({ ...VIEWER, ...other })).toBe(true);
});

test("of one address twenty count, and no more are remembered", async () => {
  const { redis, sets } = remembering();
  const { isNew } = createViews(redis, () => MORNING);
  const all: boolean[] = [];
  for (let turn = 0; turn < 22; turn++) all.push(await isNew({ ...VIEWER, agent: `${FIREFOX} ${turn}` }));
  expect(all.filter(Boolean)).toHaveLength(20);
  expect([...sets.values()].map(({ size }) => size)).toEqual([20]);
});

test("what is remembered names nobody, and is gone in a day", async () => {
  const { redis, sets, sent } = remembering();
  await createViews(redis, () => MORNING).isNew(VIEWER);
  const kept = JSON.stringify([...sets].map(([key, visitors]) => [key, ...visitors]));
  expect(kept).not.toMatch(/192\.0\.2|Firefox|"s"/);
  expect(sent).toEqual([["views:salt:2026-11-26", "EX", 86_400, "NX"], [86_400]]);
});

test("another day's, or another site's, hashes are others", async () => {
  const keys = await Promise.all(
    [1, 2].map(async () => {
      const { redis, sets } = remembering();
      await createViews(redis, () => MORNING).isNew(VIEWER);
      return [...sets.keys()][0];
    }),
  );
  expect(keys[0]).not.toBe(keys[1]);
});
