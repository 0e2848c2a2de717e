import { Queue } from "bullmq";
import type { Redis } from "ioredis";

/** The name of the queue in Redis. */
export const BOOK_QUEUE = "books";

/** The jobs that make books. */
export type BookQueue = {
  /** Asks for a book to be made. Asking again while the job waits or runs changes nothing. */
  add: (book: string) => Promise<void>;
  /** How many jobs there are in each state. */
  counts: () => Promise<Record<string, number>>;
  close: () => Promise<void>;
};

const ATTEMPTS = 3;

/**
 * Opens the queue.
 *
 * @param redis the connection
 * @returns the queue
 */
export function createBookQueue(redis: Redis): BookQueue {
  // Its look at Redis' version is made once: where that fails, the queue would never open.
  const queue = new Queue<{ book: string }>(BOOK_QUEUE, { connection: redis, skipVersionCheck: true });
  // Errors of the connection are logged where it is made.
  queue.on("error", () => undefined);
  // Until Redis has been there once, a queue waits for it without end; requests and scrapes do not.
  const here = () => {
    if (redis.status !== "ready") throw new Error("Connection is closed: Redis is away");
  };
  return {
    add: async (book) => {
      here();
      const retry = { attempts: ATTEMPTS, backoff: { type: "exponential", delay: 1000 } };
      // Finished jobs leave no trace: one under the same id would keep the book from being asked for again.
      await queue.add("make", { book }, { jobId: book, ...retry, removeOnComplete: true, removeOnFail: true });
    },
    counts: async () => {
      here();
      return queue.getJobCounts("waiting", "active", "delayed");
    },
    close: () => queue.close(),
  };
}
