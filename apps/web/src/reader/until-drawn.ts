/** How often a picture that is not drawn yet is asked for, and how long is waited at first, in milliseconds. */
const MOST = 12;
const FIRST = 500;

/**
 * Asks for a picture until it is drawn.
 *
 * @param ask - asks once; 202 says that it is not drawn yet
 * @param wait - waits for so many milliseconds
 * @returns whether it is there
 */
export async function untilDrawn(
  ask: () => Promise<Pick<Response, "ok" | "status">>,
  wait: (ms: number) => Promise<unknown>,
): Promise<boolean> {
  for (let asked = 0, pause = FIRST; asked < MOST; asked++, pause *= 1.5) {
    const { ok, status } = await ask();
    if (status !== 202) return ok;
    await wait(pause);
  }
  return false;
}
