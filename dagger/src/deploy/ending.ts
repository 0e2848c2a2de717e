import { tools } from "../release/tools.js";
import { Refusal } from "./refusal.js";

/**
 * Ends a call with the exit code of what refused it. A function that throws always ends with 1; a command of its own that
 * fails passes its code on, and what it said.
 */
export async function ending<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await tools()
      .withEnvVariable("STEP", `${Date.now()}-${Math.random()}`)
      .withExec(["sh", "-c", 'printf "%s\\n" "$1" >&2; exit "$2"', "refused", error.message, String(error.code)])
      .sync();
    throw error;
  }
}
