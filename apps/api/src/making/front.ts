import { createHash } from "node:crypto";
import type { Front } from "@flipdocs/book";
import { BUCKETS, type Supabase } from "@flipdocs/supabase";
import { dataOf } from "../supabase/answer.ts";
import { sensibleTitle } from "./title.ts";

/** @returns what a browser knows a picture by */
export const digestOf = (image: Uint8Array): string =>
  createHash("sha256").update(image).digest("base64url").slice(0, 22);

/** @returns where a book's small picture lies among the pages */
export const coverOf = (folder: string): string => `${folder}/cover.webp`;

/**
 * Keeps what comes with a book's first page: its cover, its table of contents, which way it is read, and the title
 * that the PDF gives itself, unless its owner has named it.
 *
 * @param book its id
 * @param folder where its files lie
 * @param front as the renderer gives it
 * @param service acts as the service
 */
export async function keepFront(book: string, folder: string, front: Front, service: Supabase): Promise<void> {
  const file = { contentType: "image/webp", upsert: true };
  dataOf(await service.storage.from(BUCKETS.pages).upload(coverOf(folder), front.cover, file));
  dataOf(
    await service
      .from("books")
      .update({ cover: digestOf(front.cover), outline: front.outline, direction: front.direction })
      .eq("id", book)
      .select("id"),
  );
  const title = sensibleTitle(front.title);
  if (title) dataOf(await service.from("books").update({ title }).eq("id", book).eq("titled", false).select("id"));
}
