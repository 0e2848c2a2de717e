import { createPrivateKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Attempts } from "./attempts.ts";
import { type Certificate, readCertificate } from "./certificate.ts";
import { replace } from "./files.ts";
import { type log, say } from "./log.ts";

/** What outlives the client, and where to say that it cannot be used. */
export interface Volumes {
  /** The file of key and chain that the proxy reads. */
  site: string;
  /** The folder of the account. */
  state: string;
  log: typeof log;
}

const accountFile = ({ state }: Volumes): string => join(state, "account.pem");

/** The record of what was asked. */
export const attemptsFile = ({ state }: Volumes): string => join(state, "attempts.json");

/** What serves; nothing where the proxy could not use it, either. */
export const readSite = (volumes: Volumes): Promise<Certificate | undefined> =>
  read(volumes, volumes.site, readCertificate);

/** What was asked. Without a record, or with a broken one, the next attempt writes one before it asks. */
export const readAttempts = (volumes: Volumes): Promise<Attempts | undefined> =>
  read(volumes, attemptsFile(volumes), (json) => Attempts.parse(JSON.parse(json)));

/** Keeps what was asked. */
export const saveAttempts = (volumes: Volumes, attempts: Attempts): Promise<void> =>
  replace(attemptsFile(volumes), JSON.stringify(attempts));

/** The account's key; where there is none that can be read, a new one, and with it a new account. */
export async function accountKey(volumes: Volumes, create: () => Promise<string>): Promise<string> {
  const kept = await read(volumes, accountFile(volumes), (pem) => createPrivateKey(pem) && pem);
  if (kept) return kept;
  const key = await create();
  await replace(accountFile(volumes), key);
  return key;
}

async function read<T>({ log }: Volumes, path: string, parse: (text: string) => T): Promise<T | undefined> {
  try {
    return parse(await readFile(path, "utf8"));
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isMissing) log("error", `${path} cannot be used, and is made anew: ${say(error)}`);
    return undefined;
  }
}
