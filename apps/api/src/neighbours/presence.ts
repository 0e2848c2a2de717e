import { describe, type Log } from "../log.ts";

/** Tells the log when a neighbour goes and when it is back: one line each, however many calls fail in between. */
export type Presence = { here: () => void; away: (error: unknown) => void };

/**
 * Follows whether a neighbour answers.
 *
 * @param name of the neighbour, as in /ready and in metrics
 * @param log where to write
 * @param now the time in milliseconds
 * @returns what to call on each change, or more often
 */
export function followPresence(name: string, log: Log, now: () => number = Date.now): Presence {
  let since: number | undefined;
  return {
    away: (error) => {
      if (since !== undefined) return;
      since = now();
      log.warn("a neighbour is away", { neighbour: name, error: describe(error) });
    },
    here: () => {
      if (since === undefined) return;
      log.info("a neighbour is back", { neighbour: name, seconds: Math.round((now() - since) / 1000) });
      since = undefined;
    },
  };
}
