import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { givenServices } from "../../test/services.ts";
import { connectForWork } from "../neighbours/redis.ts";
import { createBookNews } from "./news.ts";

/** An end for what never comes, not a measure. */
const LONG = 60_000;

const { REDIS_URL } = givenServices();
const [redis, listening] = [connectForWork(REDIS_URL), connectForWork(REDIS_URL)];
const news = createBookNews(redis, listening, LONG);
beforeAll(() => listening.subscribe("heard"));
afterAll(() => {
  news.close();
  redis.disconnect();
});

/** Somebody who waits for a page of a book, and tells of it by Redis once it was looked at. */
function waiting() {
  const book = crypto.randomUUID();
  let looks = 0;
  return news.lookTwice(
    book,
    async () => {
      news.tell(book);
      looks += 1;
      return looks;
    },
    (seen) => seen > 1,
  );
}

test("what is told of a book is heard by those who wait for it, also when the connection was lost meanwhile", async () => {
  expect(await waiting()).toBe(2);
  listening.disconnect(true);
  await once(listening, "ready");
  await listening.ping();
  await listening.subscribe("heard");
  expect(await waiting()).toBe(2);
});
