/**
 * Where to go after signing in: only ever a path of this site, whatever the link said.
 *
 * @param next - the `next` parameter of the address, as it came
 */
export function destination(next: string | string[] | undefined): string {
  if (typeof next !== "string" || !next.startsWith("/")) return "/library";
  const url = new URL(next, "http://here.invalid");
  return url.origin === "http://here.invalid" ? url.pathname + url.search : "/library";
}
