import { z } from "zod";
import { letters } from "./letters.ts";

const MOST_ADDRESS = 2000;

/** What a link may lead to outside of its book: the web and mail, and nothing that a browser would run or open. */
const PROTOCOLS: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/**
 * Whether an address may be followed from a page that a stranger wrote.
 *
 * @param address as it stands in the PDF
 */
export function isSafeAddress(address: string): boolean {
  return address.length <= MOST_ADDRESS && URL.canParse(address) && PROTOCOLS.has(new URL(address).protocol);
}

const box = { x: z.number(), y: z.number(), width: z.number(), height: z.number() };

/** A link on a page: where it is, in fractions of the page, and what it leads to: a page of the book, or an address. */
export const PageLink = z.union([
  z.object({ ...box, page: z.number().int().positive() }),
  z.object({ ...box, address: z.string().refine(isSafeAddress, "leads nowhere that may be followed") }),
]);
export type PageLink = z.infer<typeof PageLink>;

/** A line of a book's table of contents; one without a page is only a heading. The first ones have the depth 0. */
export const OutlineEntry = z.object({
  title: letters(200),
  page: z.number().int().positive().nullable(),
  depth: z.number().int().nonnegative(),
});
export type OutlineEntry = z.infer<typeof OutlineEntry>;

/** Which way a book is read: from its left, or from its right, as Arabic and Hebrew are, and Japanese in columns. */
export const Direction = z.enum(["ltr", "rtl"]);
export type Direction = z.infer<typeof Direction>;

/** What a PDF says of itself as a whole. Books from before this was read have no outline. */
export const Contents = z.object({ outline: z.array(OutlineEntry), direction: Direction });
export type Contents = z.infer<typeof Contents>;
