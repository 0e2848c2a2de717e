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

/** Decides what is to be done. A certificate that is valid is never given up for one that nobody vouches for. */
export function decide({ certificate, names, asked, attempts, retry, now }: Situation): Step {
  if (!certificate || !isValid(certificate, now)) return { kind: "self-sign" };
  if (names.length === 0) return unattended(certificate, now);
  const due = certificate.isSelfSigned || !isFor(certificate, names) ? now : renewAt(certificate);
  const at = Math.max(due, mayAskAt(attempts, asked, now, retry));
  return at <= now ? { kind: "ask" } : { kind: "wait", until: Math.min(at, certificate.validTo) };
}

/** Without names: an authority's certificate serves as long as it can, a self-signed one is made anew in time. */
function unattended(certificate: Certificate, now: number): Step {
  const until = certificate.isSelfSigned ? renewAt(certificate) : certificate.validTo;
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
