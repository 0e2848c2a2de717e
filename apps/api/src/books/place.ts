import { ShelfOrder } from "@flipdocs/contract";
import { z } from "zod";
import { Problem } from "../problems/problem.ts";

// What a title is sorted by is longer than the title, where it has letters that are two.
const Title = z.string().max(4000);
// What Postgres writes, in the forms that Supabase gives it.
const Time = z.string().regex(/^(-infinity|[\d: T.+-]{10,40})$/);

const PLACES: Record<ShelfOrder, z.ZodType<{ at: string; id: string }>> = {
  newest: z.object({ at: Time, id: z.uuid() }),
  title: z.object({ at: Title, id: z.uuid() }),
  read: z.object({ at: Time, id: z.uuid() }),
};

/** Where in a person's books a list has ended: at what the last book is sorted by, as the database wrote it, and its id. */
export type Place = { at: string; id: string };

/** @returns a place as it stands in an address */
export const writePlace = ({ at, id }: Place): string => Buffer.from(`${at} ${id}`).toString("base64url");

/**
 * Reads where a list goes on.
 *
 * @param url of the request
 * @param sorted in which order the books are listed
 * @returns the place, or undefined for the beginning
 * @throws Problem `invalid` when it is no place that `writePlace` wrote
 */
export function placeIn(url: string, sorted: ShelfOrder): Place | undefined {
  const after = new URL(url).searchParams.get("after");
  if (after === null) return undefined;
  const [, at, id] = /^(.*) (\S*)$/s.exec(Buffer.from(after, "base64url").toString()) ?? [];
  const place = PLACES[sorted].safeParse({ at, id });
  if (!place.success) throw new Problem("invalid", "after: send what a list gave as its next");
  return place.data;
}

/**
 * Reads how a list is sorted.
 *
 * @param url of the request
 * @returns the order; newest first when nothing is said
 * @throws Problem `invalid` when it is none
 */
export function orderIn(url: string): ShelfOrder {
  const order = ShelfOrder.safeParse(new URL(url).searchParams.get("sort") ?? "newest");
  if (!order.success) throw new Problem("invalid", `sort: ${ShelfOrder.options.join(", ")}`);
  return order.data;
}
