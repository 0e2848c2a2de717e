import { z } from "zod";

const Share = z.object({ used: z.number().nonnegative(), most: z.number().nonnegative() });

/** How many books a person has, how many bytes their PDFs are, and how much of both they may have. */
export const Quota = z.object({ books: Share, bytes: Share });
export type Quota = z.infer<typeof Quota>;

/** As many bytes as people call a gigabyte. */
export const GB = 1024 ** 3;
const MB = 1024 ** 2;

/** @returns how much of both a person has, e.g. `12 of 200 books, 1.2 of 5 GB` */
export function quotaInWords({ books, bytes }: Quota): string {
  const [used, most] = [sizeOf(bytes.used), sizeOf(bytes.most)];
  const size =
    used.number === "0" || used.unit === most.unit
      ? `${used.number} of ${most.number} ${most.unit}`
      : `${written(used)} of ${written(most)}`;
  return `${books.used.toLocaleString("en")} of ${books.most.toLocaleString("en")} books, ${size}`;
}

/**
 * Why a file finds no room, for people, or null when it does.
 *
 * @param quota of whoever sends it
 * @param bytes how large it is at the least
 */
export function noRoomFor(quota: Quota, bytes: number): string | null {
  const { books } = quota;
  if (books.used < books.most && quota.bytes.used + bytes <= quota.bytes.most) return null;
  return `There is no room for this file: you have ${quotaInWords(quota)}. Delete a book for good, then try again.`;
}

type Size = { number: string; unit: "GB" | "MB" };

/** In gigabytes from a tenth of one on, else in megabytes; what is there is never said to be nothing. */
function sizeOf(bytes: number): Size {
  const isLarge = bytes >= GB / 10;
  const number = Math.max(bytes / (isLarge ? GB : MB), bytes > 0 ? 0.1 : 0);
  return { number: number.toLocaleString("en", { maximumFractionDigits: 1 }), unit: isLarge ? "GB" : "MB" };
}

const written = ({ number, unit }: Size): string => `${number} ${unit}`;
