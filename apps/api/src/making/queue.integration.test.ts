import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { givenServices } from "../../test/services.ts";
import { type BookQueue, createBookQueue } from "./queue.ts";

let redis: Redis;
let queue: BookQueue;
beforeAll(async () => {
  // A database of its own: nobody takes its jobs.
  const url = new URL(givenServices().REDIS_URL);
  url.pathname = "/9";
  redis = new Redis(url.href);
  await redis.flushdb();
  queue = createBookQueue(redis);
});
afterAll(async () => {
  await queue.close();
  await redis.flushdb();
  redis.disconnect();
});

const picture = (book: string, page: number, visitor?: string) => ({ book, page, width: 2400 as const, visitor });
const FORTY = Array.from({ length: 40 }, (_, index) => index + 1);

beforeEach(() => redis.flushdb());

test("whoever asks for all pages of a book to be drawn larger has four wait, each once, and others have theirs", async () => {
  const [book, other] = [crypto.randomUUID(), crypto.randomUUID()];
  for (const page of [1, 1, 1]) await queue.drawCloser(picture(book, page, "a"));
  expect((await queue.counts()).waiting).toBe(1);
  for (const page of FORTY) await queue.drawCloser(picture(book, page, "a"));
  expect((await queue.counts()).waiting).toBe(4);
  for (const page of [1, 2]) await queue.drawCloser(picture(other, page, "b"));
  expect((await queue.counts()).waiting).toBe(6);
});

test("who asks for all of them at once has no more", async () => {
  const book = crypto.randomUUID();
  await Promise.all(FORTY.map((page) => queue.drawCloser(picture(book, page, "a"))));
  expect((await queue.counts()).waiting).toBe(4);
});

test("of all visitors together sixteen wait, behind however many books", async () => {
  for (const _ of FORTY) await queue.add(crypto.randomUUID());
  for (const page of FORTY) await queue.drawCloser(picture(crypto.randomUUID(), page, `visitor ${page}`));
  expect((await queue.counts()).waiting).toBe(40 + 16);
});
