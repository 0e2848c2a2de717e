import type { Presence } from "./presence.ts";

/**
 * A circuit breaker: calls to a neighbour that keeps failing are not made. Whether it is back is not tried out on
 * visitors: it is asked once a second, by one question that nobody waits for.
 */
export type Breaker = {
  isOpen: () => boolean;
  succeeded: () => void;
  failed: (error: unknown) => void;
  /** Something was answered that may be a visitor's doing as well as the neighbour's: the probe finds out which. */
  doubted: () => void;
};

const MOST_FAILURES = 3;
const WHILE_FAILING_MS = 1000;
const WHILE_WELL_MS = 5000;

/**
 * Makes the breaker, closed.
 *
 * @param probe asks the neighbour; rejects when it is away, and always settles
 * @param presence is told when the breaker opens and closes
 * @returns the breaker; tell it how each call ended
 */
export function createBreaker(probe: () => Promise<unknown>, presence: Presence): Breaker {
  let failures = 0;
  let isDoubted = false;
  let timer: ReturnType<typeof setTimeout>;
  const isOpen = () => failures >= MOST_FAILURES;
  const askLater = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, failures || isDoubted ? WHILE_FAILING_MS : WHILE_WELL_MS).unref();
  };
  const ask = () => {
    isDoubted = false;
    return probe().then(recovered, failed).finally(askLater);
  };
  const recovered = () => {
    failures = 0;
    presence.here();
  };
  const failed = (error: unknown) => {
    failures += 1;
    if (isOpen()) presence.away(error);
    // From the first failure on it is asked more often: whether it is away is known soon, also without visitors.
    else if (failures === 1) askLater();
  };
  askLater();
  return {
    isOpen,
    // An answer to a call from before it opened says nothing about now: only the probe closes it.
    succeeded: () => {
      if (!isOpen()) failures = 0;
    },
    failed,
    doubted: () => {
      if (isDoubted) return;
      isDoubted = true;
      askLater();
    },
  };
}
