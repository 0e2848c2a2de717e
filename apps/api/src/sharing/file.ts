import { createHash } from "node:crypto";
import { bookFolder, type SharedRow } from "@flipdocs/supabase";
import { Problem } from "../problems/problem.ts";
import { isKnown } from "../requests/known.ts";
import type { Clients } from "../supabase/clients.ts";
import { readWithin } from "../supabase/read-within.ts";
import { attachment } from "./disposition.ts";

/** One part. Several are as good as none: nobody who reads PDFs asks for them, and each costs. */
const PART = /^bytes=(\d{1,12}-\d{0,12}|-\d{1,12})$/;

/** How storage says that it has no such file, by whatever status. */
const MISSING = /"statusCode":\s*"404"/;
const MOST_SAID = 4096;

/** What of storage's answer is the file's. */
const PASSED_ON = ["content-length", "content-range"];

/**
 * Answers with the PDF of a book, or the part of it that is asked for, as it comes from storage.
 *
 * @param clients to ask storage with
 * @param shared the link by which it is asked for
 * @param request of the visitor; when they go, storage is let go of as well
 * @returns 200, 206, or 304 to who has it
 * @throws Problem `not-found` where the link does not allow it, `no-such-range` where the file has no such part
 */
export async function fileOf(clients: Clients, shared: SharedRow, request: Request): Promise<Response> {
  const { id, book, downloadable } = shared;
  if (!downloadable) throw new Problem("not-found");
  // A book's file never changes. The tag tells nobody which book it is.
  const etag = `"${createHash("sha256").update(`${id} ${book.id}`).digest("base64url")}"`;
  const own = { etag, "accept-ranges": "bytes", "cache-control": "private, no-cache" };
  if (isKnown(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers: own });
  const range = partIn(request.headers, etag);
  const path = `${bookFolder(book.owner, book.id)}/original.pdf`;
  const stored = await clients.original(path, range ? { range } : {}, request.signal);
  if (!isFile(stored)) throw await refused(stored);
  const named = { "content-type": "application/pdf", "content-disposition": attachment(book.title) };
  const headers = new Headers({ ...own, ...named });
  for (const name of PASSED_ON) {
    const value = stored.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(stored.body, { status: stored.status, headers });
}

/**
 * @param headers of a request
 * @param etag of the file as it is now
 * @returns the part that is asked for; undefined where all of it is, also because what the visitor has is not of it
 */
export function partIn(headers: Headers, etag: string): string | undefined {
  const [range, condition] = [headers.get("range"), headers.get("if-range")];
  if (range === null || !PART.test(range)) return undefined;
  return condition === null || condition === etag ? range : undefined;
}

/** Whether it is what was asked for, and not somebody else's page in its place. */
const isFile = ({ status, headers }: Response): boolean =>
  (status === 200 || status === 206) && headers.get("content-type") === "application/pdf";

async function refused(stored: Response): Promise<Problem> {
  const range = stored.headers.get("content-range");
  if (stored.status === 416)
    return new Problem("no-such-range", undefined, range ? { headers: { "content-range": range } } : {});
  const said = new TextDecoder().decode((await readWithin(stored, MOST_SAID)) ?? undefined);
  return new Problem(MISSING.test(said) ? "not-found" : "unavailable");
}
