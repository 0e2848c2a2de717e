import type { Tracing } from "@flipdocs/tracing";

/** Next has what starts a server and what answers in bundles of their own, each with its own modules: this is for both. */
const PLACE = Symbol.for("flipdocs.tracing");
const all: typeof globalThis & { [PLACE]?: Tracing } = globalThis;

/** How spans are made in this process; undefined where none are wanted. */
export const tracing = (): Tracing | undefined => all[PLACE];

/** Says how spans are made from now on. */
export function traceWith(made: Tracing | undefined): void {
  if (made) all[PLACE] = made;
  else delete all[PLACE];
}
