/** What a line of the log may carry. Tokens, passwords and what people search for are never passed in. */
export type Facts = Record<string, string | number | boolean | null | undefined>;

/** Writes one JSON object a line. */
export type Log = Record<"info" | "warn" | "error", (message: string, facts?: Facts) => void>;

/**
 * Makes the log.
 *
 * @param write takes a finished line; standard output by default
 * @returns the log
 */
export function createLog(write: (line: string) => void = console.log): Log {
  const at =
    (level: string) =>
    (message: string, facts: Facts = {}) =>
      write(JSON.stringify({ time: new Date().toISOString(), level, message, ...facts }));
  return { info: at("info"), warn: at("warn"), error: at("error") };
}

/**
 * Says in one string what went wrong, with its causes.
 *
 * @param error anything that was thrown
 * @returns name and message of the error and of its causes
 */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : "something that is not an Error";
  const cause = error.cause ? ` (because ${describe(error.cause)})` : "";
  return `${error.name}: ${error.message}${cause}`;
}
