import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import { createBookNews } from "./news.ts";

/** A Redis that tells whoever listens, and news by it; `look` answers with how often there was a look. */
function newsroom({ patience = 60_000, publish = async () => 1 } = {}) {
  const listening = Object.assign(new EventEmitter(), { subscribe: async () => 1, disconnect: () => undefined });
  const say = (book: string) => listening.emit("message", "books", book);
  const news = createBookNews({ publish } as never, listening as never, patience);
  const look = vi.fn(async () => look.mock.calls.length);
  return { news, say, look };
}

test("whoever sees enough waits for nothing", async () => {
  const { news, look } = newsroom();
  expect(await news.lookTwice("a", look, () => true)).toBe(1);
});

test("whoever does not looks again when there is news of that book, and of no other", async () => {
  const { news, say, look } = newsroom();
  const seen = news.lookTwice("a", look, () => false);
  await vi.waitFor(() => expect(look).toHaveBeenCalledOnce());
  say("b");
  await new Promise(setImmediate);
  expect(look).toHaveBeenCalledOnce();
  say("a");
  expect(await seen).toBe(2);
});

test("news that come during the first look are not missed", async () => {
  const { news, say, look } = newsroom();
  look.mockImplementationOnce(async () => {
    say("a");
    return 0;
  });
  expect(await news.lookTwice("a", look, (seen) => seen > 0)).toBe(2);
});

test("without any, as while Redis is away, it looks again by itself", async () => {
  const { news, look } = newsroom({ patience: 1, publish: () => Promise.reject(new Error("Redis is away")) });
  news.tell("a");
  expect(await news.lookTwice("a", look, () => false)).toBe(2);
});

test("of very many who wait the last are answered at once, until one has gone", async () => {
  const { news, say, look } = newsroom();
  const others = Array.from({ length: 1000 }, () =>
    news.lookTwice(
      "a",
      async () => 0,
      () => false,
    ),
  );
  expect(await news.lookTwice("b", look, () => false)).toBe(1);
  say("a");
  await Promise.all(others);
  look.mockClear();
  const seen = news.lookTwice("b", look, () => false);
  say("b");
  expect(await seen).toBe(2);
});
