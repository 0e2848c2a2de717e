import { createHmac, timingSafeEqual } from "node:crypto";

/** How long the right password of a link counts: 12 hours. */
const PASS_SECONDS = 12 * 60 * 60;

// __Secure-, not __Host-: that would be sent to all paths, and so would all of them.
const NAME = "__Secure-share";
const VALUE = new RegExp(`(?:^|;\\s*)${NAME}=(\\d{1,12})\\.([\\w-]{43})(?:;|$)`);

/** What a pass is made of: the link, and the hash of its password, which nobody but the database has. */
export type Locked = { id: string; password_hash: string };

/**
 * Writes the cookies that say that the password was right, one for the page and one for what it asks the API for: no
 * other link's page gets them. They end with the password, the link, or after 12 hours, whatever comes first.
 *
 * @param token of the link
 * @param locked the link
 * @param now the time in milliseconds
 * @returns the values of Set-Cookie headers
 */
export function passCookies(token: string, locked: Locked, now: number = Date.now()): string[] {
  const ends = Math.floor(now / 1000) + PASS_SECONDS;
  const attributes = `HttpOnly; Secure; SameSite=Lax; Max-Age=${PASS_SECONDS}`;
  return [`/s/${token}`, `/api/v1/shares/${token}`].map(
    (path) => `${NAME}=${ends}.${signed(locked, ends)}; Path=${path}; ${attributes}`,
  );
}

/**
 * @param request with or without a pass
 * @param locked the link
 * @param now the time in milliseconds
 * @returns whether the request has a pass for the link, as its password is now
 */
export function hasPass(request: Request, locked: Locked, now: number = Date.now()): boolean {
  const [, ends, signature] = VALUE.exec(request.headers.get("cookie") ?? "") ?? [];
  if (!ends || !signature || Number(ends) * 1000 <= now) return false;
  return timingSafeEqual(Buffer.from(signature), Buffer.from(signed(locked, Number(ends))));
}

const signed = ({ id, password_hash }: Locked, ends: number): string =>
  createHmac("sha256", password_hash).update(`${id} ${ends}`).digest("base64url");
