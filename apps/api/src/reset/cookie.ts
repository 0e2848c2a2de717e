import { RESET_COOKIE } from "@flipdocs/contract";

const VALUE = new RegExp(`(?:^|;\\s*)${RESET_COOKIE}=([\\w-]{20,128})(?:;|$)`);

/**
 * Reads a reset link's token from a request: the page that the link leads to has put it into a cookie.
 *
 * @param request with or without the cookie
 * @returns the token, or undefined when there is none of the right form
 */
export const resetTokenOf = (request: Request): string | undefined =>
  VALUE.exec(request.headers.get("cookie") ?? "")?.[1];

/** The Set-Cookie header that makes a browser forget the token. */
export const NO_RESET = `${RESET_COOKIE}=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0`;
