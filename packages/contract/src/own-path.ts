const HERE = "http://here.invalid";

/**
 * A path of this site, whatever an address says: it is read as a browser reads it, for which `//`, `/\` and `/.//` lead
 * elsewhere.
 *
 * @param typed as it came
 * @returns path and query; undefined when it is none, or leads to another site
 */
export function ownPath(typed: unknown): string | undefined {
  if (typeof typed !== "string" || !typed.startsWith("/") || !URL.canParse(typed, HERE)) return undefined;
  const { origin, pathname, search } = new URL(typed, HERE);
  return origin === HERE && !pathname.startsWith("//") ? pathname + search : undefined;
}
