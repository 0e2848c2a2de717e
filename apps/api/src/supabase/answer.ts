import { Problem } from "../problems/problem.ts";

type Failure = { message: string; code?: string | undefined };
type Answer = { data: unknown; error: Failure | null; status?: number };

/**
 * Takes the data out of Supabase's answer.
 *
 * @param answer what a query gave
 * @returns its data
 * @throws Problem `signed-out` when the token is no longer good, else `unavailable`, with the reason as its cause
 */
export function dataOf<A extends Answer>(answer: A): Extract<A, { error: null }>["data"] {
  const { data, error, status } = answer;
  if (error === null) return data;
  if (status === 401) throw new Problem("signed-out", undefined, { cause: error });
  const cause = new Error(`Supabase: ${error.code ?? status ?? ""} ${error.message}`);
  throw new Problem("unavailable", undefined, { cause });
}
