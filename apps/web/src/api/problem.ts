import { PDF_LIMITS_IN_WORDS, Problem } from "@flipdocs/contract";

/** Why the API refused or could not answer. `message` is fit to be shown to a person. */
export class ApiError extends Error {
  /**
   * @param status - the HTTP status, 0 when no answer came
   * @param message - what happened, for people
   */
  constructor(
    readonly status: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "ApiError";
  }
}

const BY_STATUS: Record<number, string> = {
  0: "FlipDocs cannot be reached. Check your connection and try again.",
  413: `This file is too large: a PDF may have up to ${PDF_LIMITS_IN_WORDS}. Choose a smaller one.`,
  429: "That was a lot at once. Wait a few seconds and try again.",
};

/**
 * Turns a refusal into an error a person can read.
 *
 * @param status - the answer's status, 0 when none came
 * @param body - the answer's text, problem+json if the API itself wrote it
 */
export function apiError(status: number, body: string): ApiError {
  const problem = Problem.safeParse(parseJson(body));
  if (problem.success) return new ApiError(status, problem.data.detail ?? problem.data.title);
  return new ApiError(status, BY_STATUS[status] ?? `FlipDocs answered with an error (${status}). Try again.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
