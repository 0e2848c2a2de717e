/**
 * @param request as the proxy passed it on
 * @returns where it came from, if that is known: one address, since the proxy drops what a visitor writes there
 */
export const addressOf = (request: Request): string | undefined => request.headers.get("x-forwarded-for") ?? undefined;
