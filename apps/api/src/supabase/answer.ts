import { Problem } from "../problems/problem.ts";

type Failure = { message: string; code?: string | undefined };
type Answer = { data: unknown; error: Failure | null; status?: number };

// What PostgREST says of a person's token. The status is not enough: a gateway, or a wrong key of ours, has it, too.
const TOKEN_REFUSED = /^PGRST30[1-3]$/;

// What Postgres says of a value that it cannot keep or read: a class of its own among its errors.
const DATA_EXCEPTION = /^22...$/;

/**
 * Takes the data out of Supabase's answer.
 *
 * @param answer what a query gave
 * @returns its data
 * @throws Problem `signed-out` when the token is no longer good, `invalid` when the database cannot take a value, else
 *   `unavailable`, with the reason as its cause
 */
export function dataOf<A extends Answer>(answer: A): Extract<A, { error: null }>["data"] {
  const { data, error, status } = answer;
  if (error === null) return data;
  if (status === 401 && TOKEN_REFUSED.test(error.code ?? ""))
    throw new Problem("signed-out", undefined, { cause: error });
  const cause = new Error(`Supabase: ${error.code ?? status ?? ""} ${error.message}`);
  throw new Problem(DATA_EXCEPTION.test(error.code ?? "") ? "invalid" : "unavailable", undefined, { cause });
}
