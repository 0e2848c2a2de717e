import type { SharedBook } from "@flipdocs/contract";
import type { SharedRow, Supabase } from "@flipdocs/supabase";
import { Problem } from "../problems/problem.ts";
import { dataOf } from "../supabase/answer.ts";
import { hasPass, type Locked } from "./pass.ts";

/**
 * Finds out where a link leads. Expired, revoked and unknown are one.
 *
 * @param shared acts as the service
 * @param token of the link
 * @returns the link and its book
 * @throws Problem `not-found` when it leads nowhere
 */
export async function leadsTo(shared: Supabase, token: string): Promise<SharedRow> {
  const [row] = dataOf(await shared.rpc("shared_book", { token }));
  if (!row) throw new Problem("not-found");
  return row;
}

/**
 * Lets a visitor in by a link.
 *
 * @param shared acts as the service
 * @param token of the link
 * @param request of the visitor, with a pass where the link has a password
 * @returns the link and its book
 * @throws Problem `not-found` when it leads nowhere, `locked` when the password is still to be told
 */
export async function letIn(shared: Supabase, token: string, request: Request): Promise<SharedRow> {
  const row = await leadsTo(shared, token);
  const locked = lockOf(row);
  if (locked && !hasPass(request, locked)) throw new Problem("locked");
  return row;
}

/** @returns the link with its password's hash, or null when it has none */
export const lockOf = ({ id, password_hash }: SharedRow): Locked | null =>
  password_hash === null ? null : { id, password_hash };

/** @returns what a visitor learns of the book */
export const toSharedBook = ({ access, embeddable, downloadable, book }: SharedRow): SharedBook => ({
  title: book.title,
  status: book.status,
  pageCount: book.page_count,
  access,
  embeddable,
  downloadable,
});
