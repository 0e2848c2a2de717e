import { z } from "zod";
import { Problem } from "../problems/problem.ts";

const Typed = z.string().trim().min(1).max(200);

/**
 * Reads what a person searches for, letter for letter. Elysia's own reading makes a list of `1,000`, and more of what
 * looks like JSON.
 *
 * @param url of the request
 * @returns 1 to 200 characters
 * @throws Problem `invalid` when there is nothing to search for, too much, or two things at once
 */
export function typedIn(url: string): string {
  const [only, ...others] = new URL(url).searchParams.getAll("q");
  const typed = Typed.safeParse(others.length === 0 ? only : undefined);
  if (!typed.success) throw new Problem("invalid", "q, once: type 1 to 200 characters to search for");
  return typed.data;
}
