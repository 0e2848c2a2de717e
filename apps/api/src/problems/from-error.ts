import { z } from "zod";
import { Problem } from "./problem.ts";

const Issues = z.object({ all: z.array(z.object({ path: z.unknown(), message: z.string().optional() })) });

const UNREACHABLE =
  /ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN|ENOTFOUND|fetch failed|Unable to connect|max retries|timed out|Socket timeout|isn't writeable|Connection is closed/i;

/** @returns whether an error says that a neighbour could not be reached, or did not answer */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof Error && UNREACHABLE.test(`${error.name} ${error.message}`);

// Redis' own word that it cannot: it loads, is full, may not be written, or has something else under that name.
const isNoAnswer = (error: unknown): boolean =>
  error instanceof Error && ["ReplyError", "NotSupabase"].includes(error.name);

/**
 * Makes a problem of whatever was thrown.
 *
 * @param code Elysia's name for the error
 * @param error what was thrown
 * @returns the problem; what is not known is `internal` and tells the person nothing about our insides
 */
export function problemFromError(code: string | number, error: unknown): Problem {
  if (error instanceof Problem) return error;
  // What is thrown while a body is read comes wrapped.
  if (error instanceof Error && error.cause instanceof Problem) return error.cause;
  if (code === "PARSE") return new Problem("malformed", "Send what the Content-Type header says.", { cause: error });
  if (code === "VALIDATION") return new Problem("invalid", issuesOf(error));
  if (isUnreachable(error) || isNoAnswer(error)) return new Problem("unavailable", undefined, { cause: error });
  return new Problem("internal", undefined, { cause: error });
}

// Elysia's own message repeats what was sent, and that may be a password: only places and reasons are told.
function issuesOf(error: unknown): string | undefined {
  const parsed = Issues.safeParse(error);
  if (!parsed.success) return undefined;
  return told(parsed.data.all);
}

/**
 * @param issues as a schema tells them
 * @returns where each is, and why, for the person who sent it
 */
export const told = (issues: { path?: unknown; message?: string | undefined }[]): string | undefined =>
  issues.map(({ path, message }) => `${place(path)}: ${message ?? "is wrong"}`).join("; ") || undefined;

const place = (path: unknown): string =>
  Array.isArray(path) ? path.join(".") : String(path ?? "request").replace(/^\//, "");
