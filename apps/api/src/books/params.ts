import { z } from "zod";
import { Problem } from "../problems/problem.ts";

const Id = z.uuid();
const AfterPage = z.string().regex(/^\d+$/).transform(Number).pipe(z.int().max(2_147_483_647));
// Written in one way: 01, +1 and 0x1 would be others.
const PageNumber = z
  .string()
  .regex(/^[1-9]\d*$/)
  .pipe(z.coerce.number<string>().max(2_147_483_647));

/** @returns the id in an address; what cannot be one names nothing, and so is not found */
export const bookIdOf = (params: { id: string }): string => found(Id.safeParse(params.id));

/** @returns the page number in an address; what cannot be one is not found */
export const pageNumberOf = (params: { n: string }): number => found(PageNumber.safeParse(params.n));

/**
 * @returns after which page a list goes on: `?after=40`; null when nothing is said
 * @throws Problem `invalid` for what cannot be one
 */
export function afterPageIn(url: string): number | null {
  const [after, ...others] = new URL(url).searchParams.getAll("after");
  if (after === undefined) return null;
  const parsed = AfterPage.safeParse(after);
  if (!parsed.success || others.length > 0) throw new Problem("invalid", "after, once: the number of a page, or 0");
  return parsed.data;
}

function found<T>(parsed: z.ZodSafeParseResult<T>): T {
  if (!parsed.success) throw new Problem("not-found");
  return parsed.data;
}
