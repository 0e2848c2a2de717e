import { createHash } from "node:crypto";
import { Problem } from "../problems/problem.ts";

const KEY = /^[\x21-\x7e]([\x20-\x7e]{0,198}[\x21-\x7e])?$/;

/** Under which key something is asked for, and what it is, as a hash. */
export type Asked = { key: string; request: string };

/**
 * Reads the key under which something is to be made once.
 *
 * @param request with or without an Idempotency-Key
 * @returns the key, as it was sent; undefined when there is none
 * @throws Problem `invalid` when it is too long to be kept, or has letters that no header has
 */
export function keyIn(request: Request): string | undefined {
  const key = request.headers.get("idempotency-key");
  if (key === null) return undefined;
  if (!KEY.test(key)) throw new Problem("invalid", "Idempotency-Key: 1 to 200 letters, digits and signs of ASCII");
  return key;
}

/** @returns what tells one request from another, of whatever it is made */
export const hashOf = (...parts: unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
