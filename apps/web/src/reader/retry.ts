/** How long to wait before a picture that failed is asked for again, in milliseconds; each time twice as long. */
const FIRST = 1000;
const MOST = 4;

/**
 * When to ask again for what failed.
 *
 * @param failures - how often it has failed so far
 * @returns milliseconds, or null when a person should say so
 */
export function waitAfter(failures: number): number | null {
  return failures > MOST ? null : FIRST * 2 ** (failures - 1);
}
