import { shrink } from "@flipdocs/book";
import { PICTURE_WIDTHS, type PictureWidth } from "@flipdocs/contract";
import { BUCKETS, bookFolder, type Supabase } from "@flipdocs/supabase";
import { Problem } from "../problems/problem.ts";
import type { Services } from "../services.ts";
import { dataOf } from "../supabase/answer.ts";
import { caching } from "./pages.ts";
import { sizedPicture } from "./sizes.ts";

/** Which picture is asked for, and by whom; `known` are the digests that the browser has already (If-None-Match). */
export type Asked = {
  book: string;
  number: number;
  width: PictureWidth;
  known: string | null;
  visitor: string | undefined;
};

/**
 * Answers with the picture of a page at another width than reader width. Each is made once, when it is first asked for, and
 * kept. A small one is made at once; a large one is drawn by whoever draws books, behind all books that are being made.
 *
 * @param supabase acts as the reader
 * @param asked which picture
 * @param services who keeps pictures, and where drawing is asked for
 * @returns the JPEG; 304 when the browser has it; 202 while it is not drawn yet: ask again in a second
 * @throws Problem `not-found` when there is no such page, or none that this reader may see
 */
export async function sizedImage(
  supabase: Supabase,
  { book, number, width, known, visitor }: Asked,
  { clients, queue }: Pick<Services, "clients" | "queue">,
): Promise<Response> {
  const found = supabase.from("pages").select("digest, books (owner, visibility)");
  const row = dataOf(await found.eq("book_id", book).eq("number", number).maybeSingle());
  if (!row) throw new Problem("not-found");
  const etag = `"${row.digest}-${width}"`;
  const headers = { etag, ...caching(row.books.visibility) };
  if (known?.includes(etag)) return new Response(null, { status: 304, headers });
  const folder = bookFolder(row.books.owner, book);
  const files = supabase.storage.from(BUCKETS.pages);
  const kept = await files.download(sizedPicture(folder, number, width));
  const answer = (image: Blob | Uint8Array<ArrayBuffer>) =>
    new Response(image, { headers: { ...headers, "content-type": "image/jpeg" } });
  if (kept.data) return answer(kept.data);
  if (!isMissing(kept.error)) dataOf(kept);
  if (width === PICTURE_WIDTHS.closer) {
    await queue.drawCloser({ book, page: number, width, visitor });
    return later();
  }
  const whole = dataOf(await files.download(`${folder}/${number}.jpg`));
  const small = Buffer.from(await shrink(new Uint8Array(await whole.arrayBuffer()), width));
  const pictures = clients.service.storage.from(BUCKETS.pages);
  // Where it cannot be kept it is made again; nobody waits for that.
  const path = sizedPicture(folder, number, width);
  void keep().catch(() => undefined);
  return answer(small);

  async function keep(): Promise<void> {
    dataOf(await pictures.upload(path, small, { contentType: "image/jpeg", upsert: true }));
    // Gone for good meanwhile: then nobody would ever find it.
    const still = await clients.service.from("books").select("id").eq("id", book).maybeSingle();
    if (!dataOf(still)) dataOf(await pictures.remove([path]));
  }
}

const later = (): Response =>
  Response.json({ status: "drawing" }, { status: 202, headers: { "retry-after": "1", "cache-control": "no-store" } });

/** Storage says 400 or 404 of a file that is not there, in one of two places. */
function isMissing(error: unknown): boolean {
  const { status, originalError } = error as { status?: number; originalError?: { status?: number } };
  return [400, 404].includes(status ?? originalError?.status ?? 0);
}
