import type { Contents } from "@flipdocs/contract";
import { ApiError } from "@/api/problem.ts";

/** What is known of a PDF that says nothing of itself. */
export const NO_CONTENTS: Contents = { outline: [], direction: "ltr" };

/**
 * A book's contents, or none: while a release rolls out, an API of before says that there is nothing there, and the book can
 * be read without.
 *
 * @param asked - the API's answer
 */
export async function contentsIn(asked: Promise<Contents>): Promise<Contents> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return NO_CONTENTS;
    throw error;
  }
}
