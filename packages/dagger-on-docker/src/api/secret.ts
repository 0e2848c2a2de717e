import { readSecret, type SecretState } from "../build/secret.ts";
import type { Resolver } from "../graph.ts";
import type { Session } from "../session.ts";

/** The address of the secret behind an id of the API. */
export const secretUri = async ({ graph }: Session, id: string): Promise<string> =>
  (await graph.load<SecretState>(id, "Secret")).uri;

export const secretFields: { [field: string]: Resolver<Session, SecretState> } = {
  plaintext: ({ uri }) => readSecret(uri),
};
