import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { givenServices } from "../../test/services.ts";
import { type BookQueue, createBookQueue } from "./queue.ts";

let redis: Redis;
let queue: BookQueue;
beforeAll(async () => {
  // A database of its own: nobody takes its jobs.
  redis = new Redis(givenServices().REDIS_URL, { db: 9 });
  await redis.flushdb();
  queue = createBookQueue(redis);
});
afterAll(async () => {
  await queue.close();
  await redis.flushdb();
  redis.disconnect();
});

test("whoever asks for all pages of a book to be drawn larger has sixteen wait, each once", async () => {
  const book = crypto.randomUUID();
  for (const page of [1, 1, 1]) await queue.drawCloser({ book, page, width: 2400 });
  expect((await queue.counts()).waiting).toBe(1);
  for (let page = 1; page <= 40; page++) await queue.drawCloser({ book, page, width: 2400 });
  expect((await queue.counts()).waiting).toBe(16);
});
