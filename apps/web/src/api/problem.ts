import { PDF_LIMITS_IN_WORDS, Problem } from "@flipdocs/contract";
import type { z } from "zod";

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

/** Whether the API says that there is nothing to be had: no longer, or not for whoever asks. */
export const isGone = (error: unknown): boolean => error instanceof ApiError && [401, 403, 404].includes(error.status);

const BY_STATUS: { 0: string; [status: number]: string } = {
  0: "FlipDocs cannot be reached. Check your connection and try again.",
  413: `This file is too large: a PDF may have up to ${PDF_LIMITS_IN_WORDS}. Choose a smaller one.`,
  429: "That was a lot at once. Wait a few seconds and try again.",
};

/**
 * Turns a refusal into an error a person can read.
 *
 * @param status - the answer's status, 0 when none came
 * @param body - the answer's text, problem+json if the API itself wrote it. What somebody else says, a network that wants
 *   a sign-in or a server in the API's place, is no answer: nobody is signed out by it, and nothing is missing
 */
export function apiError(status: number, body: string): ApiError {
  const problem = Problem.safeParse(parseJson(body));
  if (problem.success && problem.data.status === status)
    return new ApiError(status, problem.data.detail ?? problem.data.title);
  const message = BY_STATUS[status];
  if (message) return new ApiError(status, message);
  if (status >= 500) return new ApiError(status, `FlipDocs answered with an error (${status}). Try again.`);
  return noAnswer(`${status} that is no problem`);
}

/**
 * Reads an answer of the API.
 *
 * @param shape - what the contract says of it
 * @param body - the answer's text
 * @throws ApiError of status 0 when it is anything else: then it is not the API that has answered
 */
export function answerIn<T>(shape: z.ZodType<T>, body: string): T {
  const answer = shape.safeParse(parseJson(body));
  if (!answer.success) throw noAnswer(answer.error);
  return answer.data;
}

/** What is wrong when the API has not answered, or somebody else has. */
export const noAnswer = (cause: unknown): ApiError => new ApiError(0, BY_STATUS[0], { cause });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
