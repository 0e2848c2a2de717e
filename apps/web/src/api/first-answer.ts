/** Asks one replica; `signal` says that its answer is no longer wanted. */
export type Ask = (replica: string, signal: AbortSignal) => Promise<Response>;

/**
 * Asks a replica, and the next one as well when it fails or is late: one that is frozen takes a request and never
 * answers. Only for what may be asked twice.
 *
 * @param ask - asks one replica
 * @param replicas - in the order to ask them, at least one
 * @param patience - how long the next one waits for the one before, in milliseconds
 * @param missed - is told of each replica that failed or was late
 * @returns the first answer
 * @throws what the last one failed with, when all did
 */
export function firstAnswer(
  ask: Ask,
  replicas: readonly string[],
  patience: number,
  missed: (replica: string) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const asked: AbortController[] = [];
    let failures = 0;
    const askNext = () => {
      const replica = replicas[asked.length];
      if (replica === undefined) return;
      const own = new AbortController();
      asked.push(own);
      const late = setTimeout(() => {
        missed(replica);
        askNext();
      }, patience);
      ask(replica, own.signal)
        .finally(() => clearTimeout(late))
        .then(
          (answer) => {
            resolve(answer);
            for (const other of asked) if (other !== own) other.abort();
          },
          (error: unknown) => {
            failures += 1;
            missed(replica);
            if (failures === replicas.length) reject(error);
            // One that was late before it failed has been followed by the next already.
            else if (failures === asked.length) askNext();
          },
        );
    };
    askNext();
  });
}
