import { z } from "zod";

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;

/**
 * What was asked of the authority, as the volume keeps it: a client that is started again, and again, must not ask
 * each time. Times in milliseconds.
 */
export const Attempts = z.object({
  /** What was wanted: the authority and the names. */
  asked: z.string(),
  /** When it was asked last. */
  at: z.number(),
  /** How often it was asked since it last went well. */
  failures: z.number().int().min(0),
  /** The certificates that the authority made, whether they could be used or not. */
  issued: z.array(z.object({ at: z.number(), until: z.number() })),
});
export type Attempts = z.infer<typeof Attempts>;

/**
 * Let's Encrypt (https://letsencrypt.org/docs/rate-limits/) allows, for each account and name, 5 failed validations
 * an hour, and 5 certificates a week for the same names. Pauses of 5, 10, 20, … minutes make 4 attempts in the first
 * hour; one certificate a week is left for a person's wish.
 */
const LONGEST_PAUSE = 72;
const CERTIFICATES_A_WEEK = 4;

/** Wishes that change are followed sooner, but not faster than this. */
const SHORTEST_PAUSE = MINUTE;

/** The attempts before one is made: it counts as failed until it is known better, whatever ends the client. */
export function begun(before: Attempts | undefined, asked: string, now: number): Attempts {
  const same = before?.asked === asked ? before : undefined;
  const issued = same?.issued.filter(isRecent(now)) ?? [];
  return { asked, at: now, failures: (same?.failures ?? 0) + 1, issued };
}

/** The attempts after the authority made a certificate, before anybody knows whether it can be used. */
export const madeOne = (attempts: Attempts, now: number): Attempts => ({
  ...attempts,
  issued: [...attempts.issued, { at: now, until: now + WEEK }],
});

/** The attempts after one went well. */
export const wentWell = (attempts: Attempts, validTo: number): Attempts => ({
  ...attempts,
  failures: 0,
  issued: attempts.issued.map((one, index, all) => (index === all.length - 1 ? { ...one, until: validTo } : one)),
});

/** The attempts after a person wished for one now: only the week's certificates still count. */
export const wished = (attempts: Attempts): Attempts => ({ ...attempts, at: 0 });

/**
 * Says when the authority may be asked next.
 *
 * @param attempts what was asked until now
 * @param retry the first pause, in milliseconds
 * @returns a time, which may be over
 */
export function mayAskAt(attempts: Attempts | undefined, asked: string, now: number, retry: number): number {
  // A clock that was ahead once must not hold up everything until then.
  if (!attempts || attempts.at > now) return now;
  if (attempts.asked !== asked) return attempts.at + Math.min(retry, SHORTEST_PAUSE);
  const pause = retry * Math.min(2 ** Math.max(0, attempts.failures - 1), LONGEST_PAUSE);
  const [first] = attempts.issued
    .filter(isRecent(now))
    .slice(-CERTIFICATES_A_WEEK, -CERTIFICATES_A_WEEK + 1 || undefined);
  return Math.max(attempts.at + pause, first ? first.at + WEEK : 0);
}

/** Certificates that have run out already were short ones, whose authority has other limits. */
const isRecent =
  (now: number) =>
  ({ at, until }: Attempts["issued"][number]): boolean =>
    at <= now && at + WEEK > now && until > now;
