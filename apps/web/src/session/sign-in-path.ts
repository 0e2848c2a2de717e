/**
 * Where a page sends whoever has no session, to come back signed in.
 *
 * @param next - the page's own path
 * @param problem - what a form on it came back with, as it stands in the address: that a session has ended is said there
 */
export function signInPath(next: string, problem?: string | string[]): string {
  return `/sign-in?next=${next}${problem === "signed-out" ? "&problem=signed-out" : ""}`;
}
