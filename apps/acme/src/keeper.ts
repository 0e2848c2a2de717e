import { type Attempts, begun, madeOne, mayAskAt, wentWell, wished } from "./attempts.ts";
import { accept, type Certificate, isValid, readCertificate } from "./certificate.ts";
import { decide, renewAt } from "./decision.ts";
import { replace, reserve } from "./files.ts";
import { say } from "./log.ts";
import { selfSigned } from "./self-signed.ts";
import type { Settings } from "./settings.ts";
import { accountKey, attemptsFile, readAttempts, readSite, saveAttempts, type Volumes } from "./volumes.ts";

/** What the keeper works with. */
export interface Keeper extends Volumes {
  settings: Settings;
  /** Asks the authority once; returns key and chain. */
  obtain: (accountKey: string) => Promise<string>;
  createAccountKey: () => Promise<string>;
  /** Whether the authority's questions would find their way here. */
  isReachable: () => Promise<boolean>;
  now: () => number;
}

/** Where TLS is down, or the proxy about to start: look again soon. */
const SOON = 10_000;

/**
 * Looks at the certificate, and does what is to be done now.
 *
 * @returns when to look again
 */
export async function look(keeper: Keeper): Promise<number> {
  const { settings, now, log } = keeper;
  const [certificate, attempts] = [await readSite(keeper), await readAttempts(keeper)];
  const step = decide({ ...settings, asked: asked(settings), certificate, attempts, now: now() });
  if (step.kind === "self-sign") return laySelfSigned(keeper);
  if (certificate && !isValid(certificate, now())) log("error", outOfTime(certificate));
  if (step.kind === "ask") return ask(keeper, attempts);
  if (settings.refusal) log("error", `no certificate is asked for: ${settings.refusal}`);
  return Math.min(step.until, now() + settings.check);
}

/** Where it is the clock that is wrong, visitors see a certificate that is as good as ever. */
const outOfTime = ({ validFrom, validTo }: Certificate): string =>
  `the certificate is from ${iso(validFrom)} to ${iso(validTo)}, and serves on until there is another: if this host's clock is right, it has to be replaced`;

/** A person's wish: the next look asks the authority if the certificate is due, however long the pause still were. */
export async function wish(keeper: Keeper): Promise<void> {
  const attempts = await readAttempts(keeper);
  if (attempts) await saveAttempts(keeper, wished(attempts));
}

async function laySelfSigned(keeper: Keeper): Promise<number> {
  const { settings, now, log } = keeper;
  try {
    const pem = await selfSigned(settings.names, now());
    await replace(keeper.site, pem);
    report(keeper, "laid down a self-signed certificate", readCertificate(pem));
    return now();
  } catch (error) {
    log("error", `no self-signed certificate: ${say(error)}`);
    return now() + Math.min(settings.retry, SOON);
  }
}

async function ask(keeper: Keeper, before: Attempts | undefined): Promise<number> {
  const { settings, now, log } = keeper;
  if (!(await keeper.isReachable())) {
    log("info", "waiting for the proxy, which hands on what the authority asks");
    return now() + Math.min(settings.retry, SOON);
  }
  const attempts = begun(before, asked(settings), now());
  try {
    await prepare(keeper, attempts);
  } catch (error) {
    log("error", `no certificate is asked for, since it could not be kept: ${say(error)}`);
    return now() + settings.retry;
  }
  try {
    await layObtained(keeper, attempts);
  } catch (error) {
    const next = mayAskAt(await readAttempts(keeper), asked(settings), now(), settings.retry);
    log("error", `no certificate for ${settings.names.join(", ")}: ${say(error)}`, { next: iso(next) });
  }
  return now();
}

/** All that must be on the disk before the authority is asked. */
async function prepare(keeper: Keeper, attempts: Attempts): Promise<void> {
  await reserve(keeper.site);
  await saveAttempts(keeper, attempts);
  await reserve(attemptsFile(keeper));
}

async function layObtained(keeper: Keeper, attempts: Attempts): Promise<void> {
  const pem = await keeper.obtain(await accountKey(keeper, keeper.createAccountKey));
  let after = madeOne(attempts, keeper.now());
  try {
    const certificate = accept(pem, keeper.settings.names, keeper.now());
    await replace(keeper.site, pem);
    after = wentWell(after, certificate.validTo);
    report(keeper, "laid down a certificate of the authority", certificate);
  } finally {
    await saveAttempts(keeper, after);
  }
}

function report({ log }: Keeper, message: string, certificate: Certificate): void {
  const { names, validTo } = certificate;
  log("info", message, { names: names.join(", "), until: iso(validTo), renewal: iso(renewAt(certificate)) });
}

/** Whatever their order: for the authority they are the same. */
const asked = ({ server, names }: Settings): string => [server, ...names.toSorted()].join(" ");

const iso = (time: number): string => new Date(time).toISOString();
