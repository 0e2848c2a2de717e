import type { PictureWidth } from "@flipdocs/contract";
import { currentTraceparent } from "@flipdocs/tracing/current";
import { type Job, Queue } from "bullmq";
import type { Redis } from "ioredis";

/** The name of the queue in Redis. */
export const BOOK_QUEUE = "books";

/** What every job knows: on behalf of what it was asked for, where that is traced. */
type Traced = { traceparent?: string };

/** What a job knows: its book, whose turn it is (see `priorityOf`), and what making it has taken so far. */
export type BookJob = Traced & { book: string; turn?: number; spentMs?: number };

/** A page's picture at a larger width, in pixels, and who wants it: those of one visitor are counted together. */
export type CloserPicture = { book: string; page: number; width: PictureWidth; visitor?: string | undefined };

/** What a job for one knows. */
export type CloserJob = Traced & CloserPicture;

/** The jobs that make books. */
export type BookQueue = {
  /**
   * Asks for a book to be made. Asking again while the job waits or runs changes nothing.
   *
   * @param book its id
   * @param turn how many books of this person are being made, with this one; 1 unless told
   */
  add: (book: string, turn?: number) => Promise<void>;
  /**
   * Asks for a page to be drawn larger, behind all books. Where many such pictures wait already, or some of this visitor's,
   * it is not: whoever wants it asks again anyway. Asking again while it waits changes nothing.
   *
   * @param wanted which picture
   */
  drawCloser: (wanted: CloserPicture) => Promise<void>;
  /** How many jobs there are in each state. */
  counts: () => Promise<Record<string, number>>;
  close: () => Promise<void>;
};

const STATES = ["waiting", "prioritized", "active", "delayed"] as const;
const ATTEMPTS = 3;
const MOST_TURNS = 1000;

/** The name of a job that draws a page larger; its turn comes after the last page of every book. */
export const CLOSER = "draw-closer";
const LAST_TURN = 2 * MOST_TURNS + 1;

/** How many of these may wait, and how many of one visitor: what a stranger can ask for without end leaves others room. */
const MOST_CLOSER = 16;
const MOST_OF_ONE = 4;

/**
 * Says who comes first: the first pages of anybody's book before the rest of any; among these, everybody's first book
 * before anybody's second.
 *
 * @param turn how many books this person has in the making, with this one
 * @param isBegun whether the book has its first pages
 * @returns BullMQ's priority: 1 comes first, and those with the same take turns
 */
export const priorityOf = (turn: number, isBegun: boolean): number =>
  Math.min(Math.max(turn, 1), MOST_TURNS) + (isBegun ? MOST_TURNS : 0);

/**
 * Opens the queue.
 *
 * @param redis the connection
 * @returns the queue
 */
export function createBookQueue(redis: Redis): BookQueue {
  // Its look at Redis' version is made once: where that fails, the queue would never open.
  const queue = new Queue<BookJob | CloserJob>(BOOK_QUEUE, { connection: redis, skipVersionCheck: true });
  // Errors of the connection are logged where it is made.
  queue.on("error", () => undefined);
  // Until Redis has been there once, a queue waits for it without end; requests and scrapes do not.
  const here = () => {
    if (redis.status !== "ready") throw new Error("Connection is closed: Redis is away");
  };
  const asking = new Map<string, number>();
  /** Those that wait: they are the last of all. */
  const closers = async (): Promise<Job<CloserPicture>[]> => {
    const last = await queue.getJobs(["prioritized"], 0, MOST_CLOSER - 1);
    return last.filter((job): job is Job<CloserPicture> => job?.name === CLOSER);
  };
  return {
    add: async (book, turn = 1) => {
      here();
      const retry = { attempts: ATTEMPTS, backoff: { type: "exponential", delay: 1000 } };
      // Finished jobs leave no trace: one under the same id would keep the book from being asked for again.
      const job = { jobId: book, priority: priorityOf(turn, false), removeOnComplete: true, removeOnFail: true };
      await queue.add("make", { book, turn, ...traced() }, { ...job, ...retry });
    },
    drawCloser: async (wanted) => {
      here();
      const visitor = wanted.visitor ?? "";
      // What is asked for at this moment does not wait yet, and counts: who asks for all at once would have all.
      const asked = (asking.get(visitor) ?? 0) + 1;
      asking.set(visitor, asked);
      try {
        const waiting = await closers();
        const own = waiting.filter((job) => job.data.visitor === wanted.visitor).length;
        if (waiting.length >= MOST_CLOSER || own + asked > MOST_OF_ONE) return;
        const jobId = `${wanted.book}-${wanted.page}-${wanted.width}`;
        // Attempts, because a release that knows no such job takes it for a book to make, which it must not give up.
        const job = { jobId, priority: LAST_TURN, attempts: ATTEMPTS, removeOnComplete: true, removeOnFail: true };
        await queue.add(CLOSER, { ...wanted, ...traced() }, job);
      } finally {
        const left = (asking.get(visitor) ?? 1) - 1;
        if (left > 0) asking.set(visitor, left);
        else asking.delete(visitor);
      }
    },
    counts: async () => {
      here();
      const { waiting = 0, prioritized = 0, ...counts } = await queue.getJobCounts(...STATES);
      // With a priority or without: they wait.
      return { waiting: waiting + prioritized, ...counts };
    },
    close: () => queue.close(),
  };
}

const traced = (): Traced => {
  const traceparent = currentTraceparent();
  return traceparent === undefined ? {} : { traceparent };
};
