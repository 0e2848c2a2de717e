/** A file on its way to storage. It is there when `end` has resolved, and not a moment before. */
export type Storing = {
  /** Sends a piece, as soon as storage has taken the one before. */
  write: (piece: Uint8Array) => Promise<void>;
  /** Says that this was all, and waits for the answer. */
  end: () => Promise<void>;
  /** Lets go: storage never hears the end, and keeps nothing. After `end` it does nothing. */
  drop: () => Promise<void>;
};

/** How long storage may take for a piece, and for its answer: as long as for a whole file at once. */
const PATIENCE_MS = 30_000;

/**
 * Begins to store a file whose bytes still come.
 *
 * @param send sends what it is given, until the signal, and rejects where it is not stored
 * @param patienceMs how long storage may take for a piece, and for its answer; how slowly the pieces come does not count
 * @returns the file on its way; each of its steps rejects where storage fails
 */
export function storeAsItComes(
  send: (body: ReadableStream<Uint8Array>, signal: AbortSignal) => Promise<unknown>,
  patienceMs = PATIENCE_MS,
): Storing {
  const leaving = new AbortController();
  let isOver = false;
  let wanted = Promise.withResolvers<void>();
  const over = () => {
    isOver = true;
    wanted.resolve();
  };
  let body: ReadableStreamDefaultController<Uint8Array> | undefined;
  const source = {
    start: (controller: ReadableStreamDefaultController<Uint8Array>) => {
      body = controller;
    },
    pull: () => wanted.resolve(),
    cancel: over,
  };
  const answer = send(new ReadableStream(source, { highWaterMark: 0 }), leaving.signal);
  // Whoever waits next hears of it.
  answer.then(over, over);
  const inTime = async (step: Promise<unknown>) => {
    const late = () => leaving.abort(new DOMException("Storage timed out", "TimeoutError"));
    const timer = setTimeout(late, patienceMs);
    await step.finally(() => clearTimeout(timer));
  };
  return {
    write: async (piece) => {
      await inTime(wanted.promise);
      if (isOver) {
        await inTime(answer);
        throw new Error("Storage answered before it had the file");
      }
      wanted = Promise.withResolvers();
      body?.enqueue(piece);
    },
    end: () => {
      if (!isOver) body?.close();
      return inTime(answer);
    },
    drop: async () => {
      leaving.abort(new DOMException("The upload was dropped", "AbortError"));
      await answer.catch(() => undefined);
    },
  };
}
