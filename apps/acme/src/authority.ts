import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import * as acme from "acme-client";
import type { Challenges } from "./challenges.ts";
import type { Settings } from "./settings.ts";

/** However slowly the authority answers: an attempt has an end. */
const DEADLINE = 10 * 60_000;

const MEBIBYTE = 1024 * 1024;

/**
 * Asks the authority for a certificate, once: what fails is tried again by whoever knows of the pauses.
 *
 * @param accountKey as PEM; the authority knows the account by it
 * @returns a new key and the chain that the authority sent, unchecked
 * @throws Error with the authority's words
 */
export async function obtain(wanted: Settings, accountKey: string, challenges: Challenges): Promise<string> {
  limit(wanted);
  const client = new acme.Client({ directoryUrl: wanted.server, accountKey, backoffMin: 1000, backoffMax: 15_000 });
  const [key, csr] = await acme.crypto.createCsr(
    { altNames: [...wanted.names] },
    await acme.crypto.createPrivateEcdsaKey(),
  );
  const chain = await client.auto({
    csr,
    ...(wanted.email && { email: wanted.email }),
    termsOfServiceAgreed: true,
    challengePriority: ["http-01"],
    // From in here the site's own name may lead elsewhere.
    skipChallengeVerification: true,
    challengeCreateFn: async (_, { token, type }, answer) => {
      if (type !== "http-01") throw new Error(`it offers ${type} alone, and not http-01`);
      challenges.add(token, answer);
    },
    challengeRemoveFn: async (_, { token }) => challenges.remove(token),
  });
  return `${key}${chain}`;
}

/** The library's client is one for all. */
const { defaults, interceptors } = acme.axios;

// Its own repeats what fails, however long the authority says to wait, and hides why there was no answer.
interceptors.response.clear();
interceptors.response.use(undefined, (error) => error.response ?? Promise.reject(error));

/** Bounds what the authority may take: time, memory, trust. */
function limit({ caFile }: Settings): void {
  Object.assign(defaults, {
    timeout: 30_000,
    signal: AbortSignal.timeout(DEADLINE),
    maxContentLength: MEBIBYTE,
    ...(caFile && { httpsAgent: new Agent({ ca: readFileSync(caFile) }) }),
  });
}

/** A key for a new account. */
export const createAccountKey = async (): Promise<string> => (await acme.crypto.createPrivateEcdsaKey()).toString();
