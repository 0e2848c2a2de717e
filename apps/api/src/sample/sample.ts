import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { BUCKETS, bookFolder } from "@flipdocs/supabase";
import { describe } from "../log.ts";
import type { Services } from "../services.ts";
import { dataOf } from "../supabase/answer.ts";

/** The sample's id is the same everywhere, so that there is one however many replicas start. */
export const SAMPLE_ID = "5a3b1e00-f11b-4d0c-8000-000000000001";
const TITLE = "FlipDocs, a book about itself";

const LOCK = "sample:making";
const LOCK_SECONDS = 30;
const AGAIN_MS = 2000;

type Needs = Pick<Services, "redis" | "clients" | "queue" | "log">;

/**
 * Makes the public sample unless it is there. It belongs to the house: to nobody who could sign in.
 *
 * @param path the PDF
 * @param services Redis (one replica does it), Supabase and the queue
 * @param signal ends the attempts, which go on while Redis or Supabase are not up yet
 */
export async function offerSample(path: string, services: Needs, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      if (await makeSample(path, services)) return;
    } catch (error) {
      services.log.warn("the sample cannot be made yet", { error: describe(error) });
    }
    await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** @returns whether the sample is there now; false when another replica is at it */
async function makeSample(path: string, { redis, clients, queue, log }: Needs): Promise<boolean> {
  const books = clients.service.from("books");
  if (dataOf(await books.select("id").eq("id", SAMPLE_ID).maybeSingle())) return true;
  if (!(await redis.set(LOCK, "1", "EX", LOCK_SECONDS, "NX"))) return false;
  try {
    const original = `${bookFolder(null, SAMPLE_ID)}/original.pdf`;
    const file = { contentType: "application/pdf", upsert: true };
    dataOf(await clients.service.storage.from(BUCKETS.originals).upload(original, await readFile(path), file));
    const row = { id: SAMPLE_ID, owner: null, title: TITLE, visibility: "public" } as const;
    dataOf(await books.upsert(row, { ignoreDuplicates: true }).select("id"));
    await queue.add(SAMPLE_ID);
    log.info("the sample is being made", { book: SAMPLE_ID });
    return true;
  } finally {
    await redis.del(LOCK);
  }
}
