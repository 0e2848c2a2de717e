import { PDF_LIMITS_IN_WORDS } from "@flipdocs/contract";

// What a form that is sent without scripts comes back with, by the names that the API has for it.
const WORDS: Record<string, string> = {
  "wrong-credentials": "The email address or the password is wrong.",
  "email-taken": "There is already an account with this email address. Sign in instead.",
  "too-many-requests": "That was too often. Wait a few minutes and try again.",
  "signed-out": "Your session has ended. Sign in again.",
  "too-large": `This file is too large: a PDF may have up to ${PDF_LIMITS_IN_WORDS}. Choose a smaller one.`,
  "over-quota": "There is no room for this file. Delete a book for good, then try again.",
  "not-a-pdf": "This file is not a PDF. Choose one that ends in .pdf and opens in a PDF reader.",
  "not-found": "This is not there any more.",
  "link-over": "This link was used already, or its hour is over.",
  unavailable: "FlipDocs cannot answer at the moment. Try again soon.",
};

/**
 * What went wrong with a form that was sent without scripts, for people.
 *
 * @param kind - the `problem` parameter of the address, as it came
 * @param invalid - what to say where what was typed is not as it should be
 * @returns one sentence or two; empty when nothing went wrong
 */
export function formProblem(kind: string | string[] | undefined, invalid: string): string {
  if (typeof kind !== "string") return "";
  if (kind === "invalid") return invalid;
  return (Object.hasOwn(WORDS, kind) && WORDS[kind]) || "That did not work. Try again.";
}
