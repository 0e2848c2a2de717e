import type { Credentials } from "@flipdocs/contract";
import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { Problem } from "../problems/problem.ts";

/** Why a password is not taken, for people. */
export const WEAK_PASSWORD =
  "This password would be among the first to be tried. Choose a longer one, such as four words of your own.";

/** A score of two says that at least a million guesses come before it. */
const LEAST_SCORE = 2;

/**
 * Refuses a password that many have, or that follows from the address. Some milliseconds.
 *
 * @param credentials what a person typed to sign up
 * @throws Problem `invalid`
 */
export async function refuseWeak({ email, password }: Credentials): Promise<void> {
  estimator ??= loadEstimator();
  const { score } = (await estimator).check(password, [email, ...email.split(/[@.]/), "flipdocs"]);
  if (score < LEAST_SCORE) throw new Problem("invalid", WEAK_PASSWORD);
}

let estimator: Promise<ZxcvbnFactory> | undefined;

// The 49,000 most common passwords take 35 MB and 0.1 s: from the first sign-up on.
async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
}
