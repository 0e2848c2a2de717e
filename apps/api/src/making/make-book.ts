import { createHash } from "node:crypto";
import { BookFailure, type BookPage, type FailureCode, readBook } from "@flipdocs/book";
import { BUCKETS, bookFolder, type Supabase } from "@flipdocs/supabase";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { dataOf } from "../supabase/answer.ts";
import type { Clients } from "../supabase/clients.ts";

// These say something about the file, and a second look would not change it; the rest may be a busy machine.
const FINAL: ReadonlySet<FailureCode> = new Set(["broken", "encrypted", "empty", "too-large"]);
const OUR_FAULT = "Something went wrong on our side while making this book. Delete it and upload the file again.";
const FOREIGN_KEY_VIOLATION = "23503";

type Unmade = { id: string; owner: string | null };

/**
 * Makes a book's pages: images to storage, words to the database, first page first. It may be run again after it
 * died anywhere, and by two workers at once: whatever is there already is written once more, the same.
 *
 * @param id the book's id
 * @param clients to speak to Supabase as the service
 * @param log where to write
 * @param metrics where books are counted
 * @throws Error when it should be tried again
 */
export async function makeBook(id: string, { service }: Clients, log: Log, metrics: Metrics): Promise<void> {
  const found = service.from("books").select("id, owner").eq("id", id).eq("status", "making");
  const book: Unmade | null = dataOf(await found.maybeSingle());
  if (!book) return;
  const started = performance.now();
  try {
    const pages = await makePages(book, service);
    const ms = Math.round(performance.now() - started);
    log.info("book made", { book: id, pages, ms });
    metrics.book("made", ms / 1000);
  } catch (error) {
    if (!(error instanceof BookFailure) || !FINAL.has(error.code)) throw error;
    log.info("book cannot be made", { book: id, reason: error.message });
    metrics.book("refused");
    await giveUp(id, error, { service });
  }
}

/**
 * Tells the owner that there will be no book, and why.
 *
 * @param id the book's id
 * @param error what happened
 * @param clients to speak to Supabase as the service
 */
export async function giveUp(id: string, error: unknown, { service }: Pick<Clients, "service">): Promise<void> {
  const failure = error instanceof BookFailure ? error.forPeople : OUR_FAULT;
  dataOf(await service.from("books").update({ status: "failed", failure }).eq("id", id).eq("status", "making"));
}

async function makePages(book: Unmade, service: Supabase): Promise<number> {
  const folder = bookFolder(book.owner, book.id);
  const original = dataOf(await service.storage.from(BUCKETS.originals).download(`${folder}/original.pdf`));
  let pageCount = 0;
  for await (const page of readBook(new Uint8Array(await original.arrayBuffer()))) {
    if (!pageCount) {
      pageCount = page.pageCount;
      dataOf(await service.from("books").update({ page_count: pageCount }).eq("id", book.id));
    }
    if (!(await keepPage(book.id, folder, page, service))) return 0;
  }
  dataOf(await service.from("books").update({ status: "ready", page_count: pageCount }).eq("id", book.id));
  return pageCount;
}

/** Says false when the book was deleted meanwhile; then its image goes, too. */
async function keepPage(book: string, folder: string, page: BookPage, service: Supabase): Promise<boolean> {
  const { number, width, height, words, image } = page;
  const path = `${folder}/${number}.jpg`;
  const images = service.storage.from(BUCKETS.pages);
  dataOf(await images.upload(path, image, { contentType: "image/jpeg", upsert: true }));
  const digest = createHash("sha256").update(image).digest("base64url").slice(0, 22);
  const content = words.map((word) => word.text).join(" ");
  const row = { book_id: book, number, width, height, words, digest, content };
  const answer = await service.from("pages").upsert(row, { onConflict: "book_id,number" });
  if (answer.error?.code !== FOREIGN_KEY_VIOLATION) {
    dataOf(answer);
    return true;
  }
  await images.remove(Array.from({ length: number }, (_, index) => `${folder}/${index + 1}.jpg`));
  return false;
}
