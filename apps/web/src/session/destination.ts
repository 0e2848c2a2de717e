import { ownPath } from "@flipdocs/contract";

/**
 * Where to go after signing in: only ever a path of this site, whatever the link said.
 *
 * @param next - the `next` parameter of the address, as it came
 */
export function destination(next: string | string[] | undefined): string {
  return ownPath(next) ?? "/library";
}
