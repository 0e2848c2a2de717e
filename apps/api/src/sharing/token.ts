import { randomBytes } from "node:crypto";
import { Problem } from "../problems/problem.ts";

/** 144 bits: 24 letters, and none of them for padding. */
const BYTES = 18;
const FORM = /^[\w-]{24}$/;

/** @returns a token that nobody guesses */
export const newToken = (): string => randomBytes(BYTES).toString("base64url");

/**
 * @param params of a route with `:token`
 * @returns the token in an address
 * @throws Problem `not-found`, since what cannot be one leads nowhere
 */
export function tokenOf(params: { token: string }): string {
  if (!FORM.test(params.token)) throw new Problem("not-found");
  return params.token;
}

/**
 * @param path of a request
 * @returns it as it may stand in a log: who reads logs opens no book by them
 */
export const withoutToken = (path: string): string => path.replace(/^(\/+v1\/+shares\/+)[^/]+/, "$1***");
