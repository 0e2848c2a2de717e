/**
 * What the web server answers, each as the pattern that it is counted and traced under. An address is never one: each
 * book would be a time series of its own, and what stands behind /s/ is all that it takes to read its book.
 */
const ROUTES: readonly (readonly [pattern: RegExp, route: string])[] = [
  [/^\/$/, "/"],
  [/^\/(account|docs\/api|forgotten|library|reset|sign-in|sign-up|version|api\/health)$/, ""],
  [/^\/reset\/[^/]+$/, "/reset/[token]"],
  [/^\/books\/[^/]+$/, "/books/[id]"],
  [/^\/books\/[^/]+\/sharing$/, "/books/[id]/sharing"],
  [/^\/books\/[^/]+\/sharing\/change$/, "/books/[id]/sharing/change"],
  [/^\/s\/[^/]+$/, "/s/[token]"],
  [/^\/s\/[^/]+\/open$/, "/s/[token]/open"],
  [/^\/embed\/[^/]+$/, "/embed/[token]"],
  [/^\/_next\//, "/_next"],
];

/** Where everything is counted that is none of these, which a stranger can ask for without end. */
export const NO_ROUTE = "none";

/**
 * Names the route of an address.
 *
 * @param address - as in a request's first line: a path, and perhaps a query
 * @returns one of a fixed set of names
 */
export function routeOf(address: string): string {
  const [path = ""] = address.split("?", 1);
  const found = ROUTES.find(([pattern]) => pattern.test(path));
  return found ? found[1] || path : NO_ROUTE;
}
