const PASSED_ON = ["cookie", "x-request-id", "traceparent", "x-forwarded-for", "x-forwarded-proto", "user-agent"];

/**
 * What of a visitor's request goes on to the API: who they are, and what ties the log lines together.
 *
 * @param visitor - the headers the web server received
 */
export function forwarded(visitor: { get(name: string): string | null }): Record<string, string> {
  const pairs = PASSED_ON.map((name) => [name, visitor.get(name)] as const);
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== null));
}
