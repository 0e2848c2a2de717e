import type { Redis } from "ioredis";
import { within } from "../deadline.ts";

const CHANNEL = "books";

// With the two looks this has to stay below the 1.5 s after which the proxy takes a replica for frozen.
const PATIENCE_MS = 800;

// What a replica has of those who wait is little, but not nothing: past this many, others are answered at once.
const MOST_WAITING = 1000;

/** Tells all replicas when there is more of a book. */
export type BookNews = {
  /** Says that a page was made, or that the book is at its end. Nobody waits for it, and it never fails. */
  tell: (book: string) => void;
  /**
   * Looks at a book and, unless that is enough, once more: when there is news of it, and after 0.8 s in any case.
   * So it is while Redis is away, too.
   *
   * @param book its id
   * @param look at what is wanted of it
   * @param isEnough whether there is anything that is worth an answer
   * @returns what was seen last
   */
  lookTwice: <T>(book: string, look: () => Promise<T>, isEnough: (seen: T) => boolean) => Promise<T>;
  close: () => void;
};

/**
 * Listens for news of books: one subscription for all who wait at this replica.
 *
 * @param redis the connection by which news are told
 * @param listening one of their own to hear them: Redis answers nothing else on it
 * @param patience how long is waited for news, in milliseconds
 * @returns what tells and waits
 */
export function createBookNews(
  redis: Pick<Redis, "publish">,
  listening: Pick<Redis, "subscribe" | "on" | "disconnect">,
  patience = PATIENCE_MS,
): BookNews {
  const waiting = new Map<string, Set<() => void>>();
  let count = 0;
  listening.on("message", (_: string, book: string) => waiting.get(book)?.forEach((wake) => void wake()));
  listening.subscribe(CHANNEL).catch(() => undefined);

  /** Heard from the first look on: what is told while it is under way is not missed. */
  const listen = (book: string) => {
    const heard = Promise.withResolvers<void>();
    const { resolve: wake } = heard;
    const others = waiting.get(book) ?? new Set();
    waiting.set(book, others.add(wake));
    count += 1;
    const stop = () => {
      count -= 1;
      others.delete(wake);
      if (others.size === 0) waiting.delete(book);
    };
    return { heard: heard.promise, stop };
  };

  return {
    tell: (book) => void redis.publish(CHANNEL, book).catch(() => undefined),
    lookTwice: async (book, look, isEnough) => {
      if (count >= MOST_WAITING) return look();
      const { heard, stop } = listen(book);
      try {
        const seen = await look();
        if (isEnough(seen)) return seen;
        await within(patience, heard, () => undefined);
        return await look();
      } finally {
        stop();
      }
    },
    close: () => listening.disconnect(),
  };
}
