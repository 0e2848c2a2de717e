import { BookFailure, type BookPage, DEFAULT_LIMITS, readBook } from "@flipdocs/book";
import { textOf } from "@flipdocs/contract";
import { BUCKETS, bookFolder, type Supabase } from "@flipdocs/supabase";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { dataOf } from "../supabase/answer.ts";
import type { Clients } from "../supabase/clients.ts";
import { tracedPages } from "../tracing/jobs.ts";
import { coverOf, digestOf, keepFront } from "./front.ts";

// Pages that a book gets before others have their turn: at first few, so that every book soon has some to look at.
const FIRST_PORTION = 10;
const PORTION = 40;

const OUR_FAULT = "Something went wrong on our side while making this book. Delete it and upload the file again.";
const FOREIGN_KEY_VIOLATION = "23503";

type Unmade = { id: string; owner: string | null; page_count: number };

/**
 * Makes the next pages of a book: images to storage, words to the database. It goes on where it, or another that died,
 * has stopped, and may be run by two workers at once: whatever is there already is written once more, the same.
 *
 * @param id the book's id
 * @param clients to speak to Supabase as the service
 * @param log where to write
 * @param metrics where books are counted
 * @param onPage is told of each page that can be read
 * @param spentMs what earlier portions have taken
 * @returns what all portions have taken when there are more pages to be made, null when the book is at its end
 * @throws Error when it should be tried again
 */
export async function makePortion(
  id: string,
  { service }: Clients,
  log: Log,
  metrics: Metrics,
  onPage: () => void,
  spentMs = 0,
): Promise<number | null> {
  const found = service
    .from("books")
    .select("id, owner, page_count")
    .eq("id", id)
    .eq("status", "making")
    .is("deleted_at", null);
  const book: Unmade | null = dataOf(await found.maybeSingle());
  if (!book) return null;
  const started = performance.now();
  try {
    const stand = await makePages(book, service, onPage);
    const ms = Math.round(performance.now() - started) + spentMs;
    if (stand && stand.made < stand.pages) return ms;
    if (stand) {
      log.info("book made", { book: id, pages: stand.pages, ms });
      metrics.book("made", ms / 1000);
    }
  } catch (error) {
    if (!(error instanceof BookFailure && error.isOwnFault)) throw error;
    log.info("book cannot be made", { book: id, reason: error.message });
    metrics.book("refused");
    await giveUp(id, error, { service });
  }
  return null;
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
  const failed = service.from("books").update({ status: "failed", failure }).eq("id", id).eq("status", "making");
  dataOf(await failed.select("id"));
}

/** How far a book is; null when nobody wants it any more. */
type Stand = { made: number; pages: number } | null;

async function makePages(book: Unmade, service: Supabase, onPage: () => void): Promise<Stand> {
  let { page_count: pageCount } = book;
  let made = await lastPage(book.id, service);
  if (made === 0 || made < pageCount) {
    const folder = bookFolder(book.owner, book.id);
    const original = dataOf(await service.storage.from(BUCKETS.originals).download(`${folder}/original.pdf`));
    const portion = { from: made + 1, most: made ? PORTION : FIRST_PORTION };
    const pages = readBook(new Uint8Array(await original.arrayBuffer()), DEFAULT_LIMITS, portion);
    for await (const page of tracedPages(pages, portion.from)) {
      if (!pageCount) {
        pageCount = page.pageCount;
        dataOf(await service.from("books").update({ page_count: pageCount }).eq("id", book.id).select("id"));
      }
      if (!(await keepPage(book.id, folder, page, service))) return null;
      made = page.number;
      onPage();
    }
  }
  if (made >= pageCount) dataOf(await service.from("books").update({ status: "ready" }).eq("id", book.id).select("id"));
  return { made, pages: pageCount };
}

/** Pages are made in their order: the last one says how many there are. */
async function lastPage(book: string, service: Supabase): Promise<number> {
  const last = service.from("pages").select("number").eq("book_id", book).order("number", { ascending: false });
  return dataOf(await last.limit(1).maybeSingle())?.number ?? 0;
}

/** The row comes last: a page that has one is whole. Says false when the book was deleted meanwhile; then its images go, too. */
async function keepPage(book: string, folder: string, page: BookPage, service: Supabase): Promise<boolean> {
  const { number, width, height, words, links, image } = page;
  const path = `${folder}/${number}.jpg`;
  const images = service.storage.from(BUCKETS.pages);
  const [kept] = await Promise.all([
    images.upload(path, image, { contentType: "image/jpeg", upsert: true }),
    page.front && keepFront(book, folder, page.front, service),
  ]);
  dataOf(kept);
  const row = { book_id: book, number, width, height, words, links, digest: digestOf(image), content: textOf(words) };
  const answer = await service.from("pages").upsert(row, { onConflict: "book_id,number" }).select("number");
  if (answer.error?.code !== FOREIGN_KEY_VIOLATION) {
    dataOf(answer);
    return true;
  }
  const made = Array.from({ length: number }, (_, index) => `${folder}/${index + 1}.jpg`);
  await images.remove([coverOf(folder), ...made]);
  return false;
}
