import type { Tracing } from "@flipdocs/tracing";
import { DelayedError, type Job, Worker } from "bullmq";
import type { Env } from "../env.ts";
import { describe, type Log } from "../log.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { BLOCK_SECONDS, connectForWork } from "../neighbours/redis.ts";
import { isUnreachable } from "../problems/from-error.ts";
import type { Clients } from "../supabase/clients.ts";
import { tracedJob } from "../tracing/jobs.ts";
import { drawCloser } from "./draw-closer.ts";
import { giveUp, makePortion } from "./make-book.ts";
import type { BookNews } from "./news.ts";
import { BOOK_QUEUE, type BookJob, CLOSER, type CloserJob, priorityOf } from "./queue.ts";

const MOST_STALLS = 5;

/** What making books needs. */
type Made = { clients: Clients; metrics: Metrics; news: BookNews; tracing: Tracing | undefined };

/** The worker of this replica. */
export type BookWorker = {
  /** Takes no new job, finishes the pages in hand, and lets go. */
  close: () => Promise<void>;
};

/**
 * Starts making books, one at a time: drawing takes a processor and some 250 MB. After each portion of a book others
 * have their turn.
 *
 * @param env where Redis is, and how long a silent worker counts as alive
 * @param log where to write
 * @param services Supabase as the service, where books are counted, who is told of pages, and how spans are made
 * @returns the worker
 */
export function startBookWorker(env: Env, log: Log, { clients, metrics, news, tracing }: Made): BookWorker {
  const connection = connectForWork(env.REDIS_URL);
  const lockMs = env.JOB_LOCK_SECONDS * 1000;
  const work = (job: Job<BookJob | CloserJob>, token?: string) =>
    isCloser(job) ? draw(job) : make(job as Job<BookJob>, token);
  const draw = ({ data }: Job<CloserJob>) =>
    tracedJob(tracing, "draw a page larger", data.traceparent, () => drawCloser(data, clients, log));
  const make = async (job: Job<BookJob>, token?: string) => {
    const { book, spentMs: spent, traceparent } = job.data;
    const tell = () => news.tell(book);
    // At a portion's end as well: the book may be at its own.
    const portion = () => makePortion(book, clients, log, metrics, tell, spent).finally(tell);
    const spentMs = await tracedJob(tracing, "make pages of a book", traceparent, portion);
    if (spentMs !== null) await queueUp(job, spentMs, token);
  };
  const worker = new Worker<BookJob | CloserJob>(BOOK_QUEUE, work, {
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
    // Its page can be read as it is, and whoever wants it asks again.
    if (job && isCloser(job)) return log.warn("drawing a page larger failed", { book, error: describe(error) });
    log.warn("making a book failed", { book, attempt: job?.attemptsMade, error: describe(error) });
    if (job && book && job.attemptsMade >= (job.opts.attempts ?? 1)) {
      metrics.book("failed");
      await giveUp(book, error, clients).catch((cause) => log.error("cannot say so", { book, error: describe(cause) }));
      news.tell(book);
    }
  });
  return {
    close: async () => {
      await worker.close();
      connection.disconnect();
    },
  };
}

const isCloser = (job: Job<BookJob | CloserJob>): job is Job<CloserJob> => job.name === CLOSER;

/** Puts a job behind those that wait, and says so to BullMQ in its way. */
async function queueUp(job: Job<BookJob>, spentMs: number, token?: string): Promise<never> {
  const { turn = 1 } = job.data;
  await job.updateData({ ...job.data, spentMs });
  await job.changePriority({ priority: priorityOf(turn, true) });
  await job.moveToDelayed(Date.now(), token);
  throw new DelayedError();
}
