import { Problem } from "../problems/problem.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses what another site makes a browser send. The cookie is SameSite=Lax; this is the second lock.
 *
 * @param request the request, as the proxy passed it on
 * @param publicOrigin where browsers see us; without it, the host that the request itself names
 * @throws Problem `foreign-origin` for a request that changes something and comes from elsewhere, naming both
 */
export function refuseForeignOrigin(request: Request, publicOrigin: string | undefined): void {
  if (SAFE.has(request.method)) return;
  const origin = request.headers.get("origin");
  // Browsers always name the origin of such a request; what names none is a program, and has no cookie to abuse.
  if (!origin) return;
  const ours = publicOrigin ? new URL(publicOrigin).host : ownHost(request);
  // Whoever runs the site sees at once that PUBLIC_ORIGIN is still the example's.
  if (hostOf(origin) !== ours)
    throw new Problem("foreign-origin", `It came from ${origin}; this site is ${publicOrigin ?? ours}.`);
}

const ownHost = (request: Request): string | null =>
  request.headers.get("x-forwarded-host") ?? request.headers.get("host");

// A sandboxed frame's origin is the word "null".
const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);
