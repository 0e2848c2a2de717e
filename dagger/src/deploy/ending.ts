import { NotAnApp } from "../apps.js";
import { NotAPlatform } from "../platform.js";
import { anew } from "../release/act.js";
import { NotAReference } from "../release/reference.js";
import { HalfALogin } from "../release/registry.js";
import { RegistryError } from "../release/registry-error.js";
import { CannotBuildFor } from "../release/several.js";
import { WhichSigner } from "../release/sign.js";
import { MadeFromStandIns } from "../release/stand-ins.js";
import { NotForSwarm } from "../release/swarm.js";
import { tools } from "../release/tools.js";
import { EXIT, Refusal } from "./refusal.js";

/**
 * Ends a call with the exit code of what refused it. A function that throws always ends with 1; a command of its own that
 * fails passes its code on, and what it said.
 */
export async function ending<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    await anew(tools())
      .withExec(["sh", "-c", 'printf "%s\\n" "$1" >&2; exit "$2"', "refused", (error as Error).message, String(code)])
      .sync();
    throw error;
  }
}

/** What the caller mends. Images are brought, and the stack is made, before anything on a host changes. */
const REFUSED = [
  ...[NotAnApp, NotAPlatform, NotAReference, HalfALogin, WhichSigner],
  ...[RegistryError, MadeFromStandIns, CannotBuildFor, NotForSwarm],
];

/** The exit code that an error ends a call with; undefined for what nobody foresaw. */
export function codeOf(error: unknown): number | undefined {
  if (error instanceof Refusal) return error.code;
  return REFUSED.some((kind) => error instanceof kind) ? EXIT.refused : undefined;
}
