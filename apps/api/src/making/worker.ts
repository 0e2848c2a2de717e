import { Worker } from "bullmq";
import type { Env } from "../env.ts";
import { describe, type Log } from "../log.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { BLOCK_SECONDS, connectForWork } from "../neighbours/redis.ts";
import { isUnreachable } from "../problems/from-error.ts";
import type { Clients } from "../supabase/clients.ts";
import { giveUp, makeBook } from "./make-book.ts";
import { BOOK_QUEUE } from "./queue.ts";

const MOST_STALLS = 5;

/** The worker of this replica. */
export type BookWorker = {
  /** Takes no new job, finishes the one in hand, and lets go. */
  close: () => Promise<void>;
};

/**
 * Starts making books, one at a time: drawing takes a processor and some 250 MB.
 *
 * @param env where Redis is, and how long a silent worker counts as alive
 * @param log where to write
 * @param clients to speak to Supabase as the service
 * @param metrics where books are counted
 * @returns the worker
 */
export function startBookWorker(env: Env, log: Log, clients: Clients, metrics: Metrics): BookWorker {
  const connection = connectForWork(env.REDIS_URL);
  const lockMs = env.JOB_LOCK_SECONDS * 1000;
  const worker = new Worker<{ book: string }>(BOOK_QUEUE, ({ data }) => makeBook(data.book, clients, log, metrics), {
    connection,
    concurrency: 1,
    drainDelay: BLOCK_SECONDS,
    // By itself it lets fifteen seconds pass after a lost connection.
    runRetryDelay: 1000,
    lockDuration: lockMs,
    stalledInterval: lockMs,
    maxStalledCount: MOST_STALLS,
  });
  // That Redis is away is said once, where requests connect.
  worker.on("error", (error) => {
    if (!isUnreachable(error)) log.warn("the worker has trouble", { error: describe(error) });
  });
  worker.on("failed", async (job, error) => {
    const book = job?.data.book;
    log.warn("making a book failed", { book, attempt: job?.attemptsMade, error: describe(error) });
    if (job && book && job.attemptsMade >= (job.opts.attempts ?? 1)) {
      metrics.book("failed");
      await giveUp(book, error, clients).catch((cause) => log.error("cannot say so", { book, error: describe(cause) }));
    }
  });
  return {
    close: async () => {
      await worker.close();
      connection.disconnect();
    },
  };
}
