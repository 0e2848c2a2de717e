import { z } from "zod";
import { Problem } from "../problems/problem.ts";

// What Postgres writes, in the forms that Supabase gives it, and nothing that has a meaning in a filter.
const Place = z.object({ at: z.string().regex(/^[\d: T.+-]{10,40}$/), id: z.uuid() });

/** Where in a person's books, newest first, a list has ended: at the last book's time, as the database wrote it, and id. */
export type Place = z.infer<typeof Place>;

/** @returns a place as it stands in an address */
export const writePlace = ({ at, id }: Place): string => Buffer.from(`${at} ${id}`).toString("base64url");

/**
 * Reads where a list goes on.
 *
 * @param url of the request
 * @returns the place, or undefined for the beginning
 * @throws Problem `invalid` when it is no place that `writePlace` wrote
 */
export function placeIn(url: string): Place | undefined {
  const after = new URL(url).searchParams.get("after");
  if (after === null) return undefined;
  const [, at, id] = /^(.*) (\S*)$/.exec(Buffer.from(after, "base64url").toString()) ?? [];
  const place = Place.safeParse({ at, id });
  if (!place.success) throw new Problem("invalid", "after: send what a list gave as its next");
  return place.data;
}
