import { ownPath } from "@flipdocs/contract";

/** Where a form goes on that a browser has sent without a script: to `next` when it worked, back to `back` when not. */
export type Landing = { next: string; back: string };

const HERE = "http://here.invalid";

/**
 * Tells a form that a browser sends by itself, and that wants a page for an answer, from what a script asks for.
 *
 * @param request whose address says where to go on, e.g. `/v1/auth/sign-in?next=/library&back=/sign-in`
 * @returns where, or undefined when it is no such form; only ever paths of this site
 */
export function landingOf(request: Request): Landing | undefined {
  if (request.method !== "POST" || !request.headers.get("accept")?.includes("text/html")) return undefined;
  const { searchParams } = new URL(request.url);
  const [next, back] = [ownPath(searchParams.get("next")), ownPath(searchParams.get("back"))];
  return next && back ? { next, back } : undefined;
}

/**
 * @param back the page that the form was on
 * @param kind what went wrong, by its name: the page has the words
 * @returns its address, with that
 */
export function backWith(back: string, kind: string): string {
  const url = new URL(back, HERE);
  url.searchParams.set("problem", kind);
  return url.pathname + url.search;
}
