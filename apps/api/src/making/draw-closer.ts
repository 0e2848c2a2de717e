import { BookFailure, DEFAULT_LIMITS, readBook } from "@flipdocs/book";
import { BUCKETS, bookFolder } from "@flipdocs/supabase";
import type { Log } from "../log.ts";
import { sizedPicture } from "../pages/sizes.ts";
import { dataOf } from "../supabase/answer.ts";
import type { Clients } from "../supabase/clients.ts";
import { tracedPages } from "../tracing/jobs.ts";
import type { CloserPicture } from "./queue.ts";

/** Less than pages have whose book is being made: those wait behind it. */
const LIMITS = { ...DEFAULT_LIMITS, pageSeconds: 6, patienceSeconds: 30 };

/**
 * Draws one page of a book at a larger width, and keeps it. A page that cannot be drawn so large is kept as it is: nobody
 * has it drawn in vain again and again.
 *
 * @param wanted which picture
 * @param clients to speak to Supabase as the service
 * @param log where to write
 * @throws Error when it may be asked for again
 */
export async function drawCloser(wanted: CloserPicture, { service }: Clients, log: Log): Promise<void> {
  const { book, page, width } = wanted;
  const row = dataOf(await service.from("books").select("owner").eq("id", book).is("deleted_at", null).maybeSingle());
  if (!row) return;
  const folder = bookFolder(row.owner, book);
  const pictures = service.storage.from(BUCKETS.pages);
  const original = dataOf(await service.storage.from(BUCKETS.originals).download(`${folder}/original.pdf`));
  const image = await drawn(new Uint8Array(await original.arrayBuffer()), wanted).catch(async (error: unknown) => {
    if (!(error instanceof BookFailure && error.isOwnFault)) throw error;
    log.info("a page cannot be drawn larger", { book, page, width, reason: error.message });
    return dataOf(await pictures.download(`${folder}/${page}.jpg`));
  });
  const path = sizedPicture(folder, page, width);
  dataOf(await pictures.upload(path, image, { contentType: "image/jpeg", upsert: true }));
  // Deleted for good meanwhile: then nobody would ever find it.
  const still = dataOf(await service.from("books").select("id").eq("id", book).maybeSingle());
  if (!still) dataOf(await pictures.remove([path]));
}

async function drawn(pdf: Uint8Array, { page, width }: CloserPicture): Promise<Uint8Array<ArrayBuffer>> {
  const pages = readBook(pdf, LIMITS, { from: page, most: 1, width });
  for await (const { image } of tracedPages(pages, page)) return new Uint8Array(image);
  throw new BookFailure("broken", `there is no page ${page}`);
}
