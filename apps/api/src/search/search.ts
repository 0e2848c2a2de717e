import { z } from "zod";
import { Problem } from "../problems/problem.ts";

export const Typed = z.string().trim().min(1).max(200);
export const After = z.coerce.number().int().min(0).max(2_147_483_647).default(0);
export const Most = z.coerce.number().int().min(1).max(100).default(20);

/** What a person searches for, and which of the pages or books that hold it are asked for: the first
 * `most` after a page, or after so many books. */
export type Search = { typed: string; after: number; most: number };

/**
 * Reads what a person searches for, letter for letter. Elysia's own reading makes a list of `1,000`, and more of what
 * looks like JSON.
 *
 * @param url of the request
 * @returns 1 to 200 characters, and from where on: the beginning, and 20 pages, when nothing is said
 * @throws Problem `invalid` when there is nothing to search for, too much, or two things at once
 */
export function searchIn(url: string): Search {
  const { searchParams } = new URL(url);
  const read = <T>(name: string, shape: z.ZodType<T>, wanted: string): T => {
    const [only, ...others] = searchParams.getAll(name);
    const parsed = shape.safeParse(only);
    if (!parsed.success || others.length > 0) throw new Problem("invalid", `${name}, once: ${wanted}`);
    return parsed.data;
  };
  return {
    typed: read("q", Typed, "type 1 to 200 characters to search for"),
    after: read("after", After, "a number from 0, where the list goes on"),
    most: read("most", Most, "1 to 100"),
  };
}
