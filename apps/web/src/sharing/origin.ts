/**
 * Where the visitor sees the site, as the proxy passed it on: links that are copied have to be whole.
 *
 * @param visitor - the headers the web server received
 * @returns e.g. `https://flipdocs.example`
 */
export function originOf(visitor: { get(name: string): string | null }): string {
  const host = visitor.get("x-forwarded-host") ?? visitor.get("host") ?? "localhost";
  return `${visitor.get("x-forwarded-proto") ?? "http"}://${host}`;
}

/** Whether a form was sent from another site's page: the session's cookie is SameSite=Lax, and this is the second lock. */
export function isForeign(visitor: { get(name: string): string | null }): boolean {
  const origin = visitor.get("origin");
  return origin !== null && origin !== originOf(visitor);
}
