import { shrink } from "@flipdocs/book";
import { PICTURE_WIDTHS, type PictureWidth } from "@flipdocs/contract";
import { BUCKETS, bookFolder, type Supabase } from "@flipdocs/supabase";
import { coverOf } from "../making/front.ts";
import { Problem } from "../problems/problem.ts";
import type { Services } from "../services.ts";
import { dataOf } from "../supabase/answer.ts";
import { answered, type Bytes } from "./answered.ts";
import { sizedPicture } from "./sizes.ts";

/**
 * Which picture is asked for, and by whom: without a width the one of reader width. `known` are the tags that the browser
 * has already (If-None-Match).
 */
export type Asked = {
  book: string;
  number: number;
  width?: PictureWidth | undefined;
  known: string | null;
  visitor?: string | undefined;
};

type Kept = Pick<Services, "clients" | "queue">;

/**
 * Answers with the picture of a page. One of another width than reader width is made once, when it is first asked for, and
 * kept. A small one is made at once; a large one is drawn by whoever draws books, behind all books that are being made.
 *
 * @param supabase acts as the reader
 * @param asked which picture
 * @param services who keeps pictures, and where drawing is asked for
 * @returns the JPEG; 304 when the browser has it; 202 while it is not drawn yet: ask again in a second
 * @throws Problem `not-found` when there is no such page, or none that this reader may see
 */
export async function imageOf(supabase: Supabase, asked: Asked, services: Kept): Promise<Response> {
  const { book, number, width, known, visitor } = asked;
  const found = supabase.from("pages").select("digest, books (owner, visibility)");
  const row = dataOf(await found.eq("book_id", book).eq("number", number).maybeSingle());
  if (!row) throw new Problem("not-found");
  const folder = bookFolder(row.books.owner, book);
  const whole = () => download(supabase, `${folder}/${number}.jpg`);
  const { visibility } = row.books;
  if (!width) return answered({ digest: row.digest, visibility, type: "image/jpeg" }, known, whole);
  const sized = { book, number, width, visitor, path: sizedPicture(folder, number, width) };
  const picture = { digest: `${row.digest}-${width}`, visibility, type: "image/jpeg" } as const;
  return answered(picture, known, () => bytesOf(supabase, sized, whole, services));
}

/**
 * Answers with the small picture of a book's first page. Books that were made before there were any have the page itself.
 *
 * @param supabase acts as the reader
 * @param asked whose, and what the browser has
 * @param services who keeps pictures
 * @returns a WebP, or a JPEG of reader width, or 304 when the browser has it
 * @throws Problem `not-found` when there is no such book, none that this reader may see, or none of its pages yet
 */
export async function coverImage(
  supabase: Supabase,
  { book, known }: Pick<Asked, "book" | "known">,
  services: Kept,
): Promise<Response> {
  const found = supabase.from("books").select("owner, visibility, cover").eq("id", book);
  const row = dataOf(await found.maybeSingle());
  if (!row?.cover) return imageOf(supabase, { book, number: 1, known }, services);
  const picture = { digest: row.cover, visibility: row.visibility, type: "image/webp" } as const;
  return answered(picture, known, () => download(supabase, coverOf(bookFolder(row.owner, book))));
}

type Sized = Required<Pick<Asked, "book" | "number" | "visitor">> & { width: PictureWidth; path: string };

async function bytesOf(
  supabase: Supabase,
  { book, number, width, visitor, path }: Sized,
  whole: () => Promise<Blob>,
  { clients, queue }: Kept,
): Promise<Bytes> {
  const kept = await supabase.storage.from(BUCKETS.pages).download(path);
  if (kept.data) return kept.data;
  if (!isMissing(kept.error)) dataOf(kept);
  if (width === PICTURE_WIDTHS.closer) {
    await queue.drawCloser({ book, page: number, width, visitor });
    return null;
  }
  const small = Buffer.from(await shrink(new Uint8Array(await (await whole()).arrayBuffer()), width));
  // Where it cannot be kept it is made again; nobody waits for that.
  void keep().catch(() => undefined);
  return small;

  async function keep(): Promise<void> {
    const pictures = clients.service.storage.from(BUCKETS.pages);
    dataOf(await pictures.upload(path, small, { contentType: "image/jpeg", upsert: true }));
    // Gone for good meanwhile: then nobody would ever find it.
    const still = await clients.service.from("books").select("id").eq("id", book).maybeSingle();
    if (!dataOf(still)) dataOf(await pictures.remove([path]));
  }
}

const download = async (supabase: Supabase, path: string): Promise<Blob> =>
  dataOf(await supabase.storage.from(BUCKETS.pages).download(path));

/** Storage says 400 or 404 of a file that is not there, in one of two places. */
function isMissing(error: unknown): boolean {
  const { status, originalError } = error as { status?: number; originalError?: { status?: number } };
  return [400, 404].includes(status ?? originalError?.status ?? 0);
}
