import { ApiError } from "@/api/problem.ts";
import { ProblemLine } from "./problem-line.tsx";

/** Says what went wrong, and where a session has ended, how to go on. */
export function Trouble({ error }: { error: unknown }) {
  return <ProblemLine>{hasEnded(error) ? <Ended /> : textOf(error)}</ProblemLine>;
}

/** Whether an error says that the session is over. */
export const hasEnded = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

function textOf(error: unknown): string {
  if (!error) return "";
  return error instanceof Error ? error.message : String(error);
}

function Ended() {
  return (
    <>
      Your session has ended. <a href="/sign-in?next=/library">Sign in again</a>
    </>
  );
}
