/** How long a session lives without a visit: 14 days. */
export const SESSION_SECONDS = 14 * 24 * 60 * 60;

// __Host- makes the browser insist on Secure, on Path=/ and on no Domain: no neighbour can set or read it.
const NAME = "__Host-session";
const ATTRIBUTES = "Path=/; HttpOnly; Secure; SameSite=Lax";
const VALUE = new RegExp(`(?:^|;\\s*)${NAME}=([\\w-]{43})(?:;|$)`);

/**
 * Reads the session's id from a request.
 *
 * @param request with or without a cookie
 * @returns the id, or undefined when there is none of the right form
 */
export const sessionIdOf = (request: Request): string | undefined =>
  VALUE.exec(request.headers.get("cookie") ?? "")?.[1];

/**
 * Writes the cookie of a session.
 *
 * @param id the session's id
 * @returns the value of a Set-Cookie header
 */
export const sessionCookie = (id: string): string => `${NAME}=${id}; ${ATTRIBUTES}; Max-Age=${SESSION_SECONDS}`;

/** The Set-Cookie header that makes a browser forget the session. */
export const NO_COOKIE = `${NAME}=; ${ATTRIBUTES}; Max-Age=0`;
