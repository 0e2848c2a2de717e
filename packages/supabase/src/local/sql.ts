import type { Database } from "./schema.ts";

/** What one statement gave. */
export type SqlResult = { rows: Record<string, unknown>[]; affectedRows: number };

/**
 * Answers SQL, as the database's owner: whoever has the secret key may do everything anyhow.
 *
 * @param database what is asked
 * @param secretKey what a request has to bring as its bearer token
 * @returns a handler: SQL in the body; one result a statement, or 422 with Postgres's words
 */
export function sqlHandler({ driver }: Database, secretKey: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.headers.get("authorization") !== `Bearer ${secretKey}`) return new Response(null, { status: 401 });
    try {
      return Response.json(await driver.exec(await request.text()));
    } catch (error) {
      return new Response(inPostgresWords(error), { status: 422 });
    }
  };
}

/** Postgres's message, with what it adds to it. */
export function inPostgresWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, detail, hint } = error as Error & { detail?: string; hint?: string };
  return [message, detail, hint].filter(Boolean).join("\n");
}

/** Results as a person reads them: a row a line, its columns named; where there are none, how many rows were changed. */
export function shown({ rows, affectedRows }: SqlResult): string {
  if (rows.length === 0) return `no rows; ${affectedRows} changed`;
  return Bun.inspect.table(rows);
}
