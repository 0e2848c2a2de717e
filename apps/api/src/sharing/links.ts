import { type NewShare, Share, type ShareChange, type User } from "@flipdocs/contract";
import type { Database, Supabase } from "@flipdocs/supabase";
import { hashOf } from "../creations/key.ts";
import { once } from "../creations/once.ts";
import { Problem } from "../problems/problem.ts";
import { dataOf } from "../supabase/answer.ts";
import { passwordHash } from "./password.ts";
import { newToken } from "./token.ts";

type Row = Omit<Database["public"]["Tables"]["shares"]["Row"], "book_id" | "password_hash">;

const COLUMNS = "id, token, access, ends_at, embeddable, downloadable, views, created_at";

/** Of one book. They are listed all at once; who asks for some at the same moment may have a few more. */
const MOST_LINKS = 100;

/**
 * Lists the links to a person's book, newest first.
 *
 * @throws Problem `not-found` when it is not this person's
 */
export async function linksTo(supabase: Supabase, user: User, book: string): Promise<Share[]> {
  await refuseForeign(supabase, user, book);
  const links = supabase.from("shares").select(COLUMNS).eq("book_id", book);
  return dataOf(await links.order("created_at", { ascending: false })).map(toShare);
}

/**
 * Makes a link to a person's book.
 *
 * @param key under which it is made once, if any
 * @throws Problem `not-found` when it is not this person's, `invalid` when the end is past or there are too many;
 *   `key-reused`, `key-under-way`
 */
export async function makeLink(
  supabase: Supabase,
  user: User,
  book: string,
  wanted: NewShare,
  key?: string,
): Promise<Share> {
  const id = crypto.randomUUID();
  const row = () => newLink(supabase, user, book, wanted);
  if (key === undefined) {
    const added = supabase.from("shares").insert({ id, ...(await row()) });
    return toShare(dataOf(await added.select(COLUMNS).single()));
  }
  const read = async (link: string) =>
    toShare(dataOf(await supabase.from("shares").select(COLUMNS).eq("id", link).single()));
  // Without the password: what a fast hash is kept of can be found by trying.
  const { password: _, ...rest } = wanted;
  const asked = { key, request: hashOf("link", book, Object.entries(rest).sort()) };
  return once(supabase, asked, {
    shape: Share,
    id,
    row: async () => ({ link: await row() }),
    go: () => read(id),
    read,
  });
}

async function newLink(supabase: Supabase, user: User, book: string, wanted: NewShare) {
  if (wanted.endsAt && Date.parse(wanted.endsAt) <= Date.now())
    throw new Problem("invalid", "endsAt: has to be in the future");
  const links = await linksTo(supabase, user, book);
  if (links.length >= MOST_LINKS)
    throw new Problem("invalid", `A book has up to ${MOST_LINKS} links: revoke one that nobody needs.`);
  return {
    book_id: book,
    token: newToken(),
    access: wanted.access,
    password_hash: wanted.password === undefined ? null : await passwordHash(wanted.password),
    ends_at: wanted.endsAt ?? null,
    embeddable: wanted.embeddable ?? false,
    downloadable: wanted.downloadable ?? false,
  };
}

/**
 * Changes what a link allows.
 *
 * @throws Problem `not-found` when there is none, or not this person's; `invalid` when it cannot be embedded
 */
export async function changeLink(
  supabase: Supabase,
  user: User,
  { book, share }: Place,
  change: ShareChange,
): Promise<Share> {
  const link = (await linksTo(supabase, user, book)).find(({ id }) => id === share);
  if (!link) throw new Problem("not-found");
  if (link.access === "password" && change.embeddable)
    throw new Problem("invalid", "embeddable: a link with a password cannot be embedded");
  const allowed = {
    embeddable: change.embeddable ?? link.embeddable,
    downloadable: change.downloadable ?? link.downloadable,
  };
  const changed = supabase.from("shares").update(allowed).eq("id", share).eq("book_id", book);
  const row = dataOf(await changed.select(COLUMNS).maybeSingle());
  if (!row) throw new Problem("not-found");
  return toShare(row);
}

/** Where a link is: the book's id, and its own. */
export type Place = { book: string; share: string };

/**
 * Revokes a link. From then on it leads nowhere, like one that never was.
 *
 * @throws Problem `not-found` when there is none, or not this person's
 */
export async function revokeLink(supabase: Supabase, user: User, { book, share }: Place): Promise<void> {
  await refuseForeign(supabase, user, book);
  const revoked = supabase.from("shares").delete().eq("id", share).eq("book_id", book);
  if (dataOf(await revoked.select("id")).length === 0) throw new Problem("not-found");
}

// Row-level security shows public books to anybody, and links to owners alone: this tells "none" from "not yours".
async function refuseForeign(supabase: Supabase, user: User, book: string): Promise<void> {
  const own = supabase.from("books").select("id").eq("id", book).eq("owner", user.id);
  if (!dataOf(await own.maybeSingle())) throw new Problem("not-found");
}

function toShare(row: Row): Share {
  return {
    id: row.id,
    token: row.token,
    access: row.access,
    endsAt: row.ends_at && new Date(row.ends_at).toISOString(),
    embeddable: row.embeddable,
    downloadable: row.downloadable,
    views: Number(row.views),
    createdAt: new Date(row.created_at).toISOString(),
  };
}
