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
