import { z } from "zod";
import { Problem } from "../problems/problem.ts";

const Id = z.uuid();
// Written in one way: 01, +1 and 0x1 would be others.
const PageNumber = z
  .string()
  .regex(/^[1-9]\d*$/)
  .pipe(z.coerce.number<string>().max(2_147_483_647));

/** @returns the id in an address; what cannot be one names nothing, and so is not found */
export const bookIdOf = (params: { id: string }): string => found(Id.safeParse(params.id));

/** @returns the page number in an address; what cannot be one is not found */
export const pageNumberOf = (params: { n: string }): number => found(PageNumber.safeParse(params.n));

function found<T>(parsed: z.ZodSafeParseResult<T>): T {
  if (!parsed.success) throw new Problem("not-found");
  return parsed.data;
}
