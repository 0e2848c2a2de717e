import { formProblem } from "@/session/form-problem.ts";

const DONE: Record<string, string> = {
  password: "Your password is changed, and all other sessions have ended.",
  session: "The session has ended.",
};

const INVALID =
  "This is no new password: it has 8 to 72 characters, is not the one that you have, and none that many people have.";

type Asked = Record<string, string | string[] | undefined>;

/** What became of a form of the account's page, in words for people, by what stands in its address. */
export function accountWords({ done, problem }: Asked): { done: string; problem: string } {
  if (problem === "wrong-credentials") return { done: "", problem: "This is not your password. Nothing was changed." };
  if (problem !== undefined) return { done: "", problem: formProblem(problem, INVALID) };
  return { done: (typeof done === "string" && Object.hasOwn(DONE, done) && DONE[done]) || "", problem: "" };
}
