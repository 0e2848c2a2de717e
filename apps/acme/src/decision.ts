import { type Attempts, mayAskAt } from "./attempts.ts";
import { type Certificate, isFor, isValid } from "./certificate.ts";

/** What is to be done now. */
export type Step = { kind: "self-sign" } | { kind: "ask" } | { kind: "wait"; until: number };

/** All that a decision is made of. */
export interface Situation {
  /** What serves; nothing where the file is missing, cannot be parsed, or has another certificate's key. */
  certificate: Certificate | undefined;
  names: readonly string[];
  asked: string;
  attempts: Attempts | undefined;
  /** The first pause after an attempt, in milliseconds. */
  retry: number;
  now: number;
}

/**
 * Decides what is to be done. An authority's certificate is given up for another one of an authority alone: that it
 * seems to have run out, or to be of tomorrow, may be this host's clock.
 */
export function decide({ certificate, names, asked, attempts, retry, now }: Situation): Step {
  if (!certificate) return { kind: "self-sign" };
  if (certificate.isSelfSigned && !isValid(certificate, now)) return { kind: "self-sign" };
  if (names.length === 0) return unattended(certificate, now);
  const at = Math.max(dueAt(certificate, names, now), mayAskAt(attempts, asked, now, retry));
  if (at <= now) return { kind: "ask" };
  return { kind: "wait", until: certificate.isSelfSigned ? Math.min(at, certificate.validTo) : at };
}

/** No authority makes one of tomorrow: where it is that, it waits for the clock. */
function dueAt(certificate: Certificate, names: readonly string[], now: number): number {
  if (now < certificate.validFrom) return certificate.validFrom;
  return certificate.isSelfSigned || !isFor(certificate, names) ? now : renewAt(certificate);
}

/** Without names: an authority's certificate serves on, a self-signed one is made anew in time. */
function unattended(certificate: Certificate, now: number): Step {
  if (!certificate.isSelfSigned) return { kind: "wait", until: Number.POSITIVE_INFINITY };
  const until = renewAt(certificate);
  return until <= now ? { kind: "self-sign" } : { kind: "wait", until };
}

/**
 * When a certificate is due: when a third of its life is left, as Let's Encrypt advises
 * (https://letsencrypt.org/docs/integration-guide/), and up to a twelfth later. How much later its own times say:
 * the same after each start, another for each certificate, so that hosts that were set up together ask one by one.
 */
export function renewAt({ validFrom, validTo }: Certificate): number {
  const life = validTo - validFrom;
  const share = ((validFrom / 1000) % 3600) / 3600;
  return validTo - life / 3 + (life / 12) * share;
}
