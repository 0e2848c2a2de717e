import { z } from "zod";

/** What a person types to sign up or in. Passwords are 8 to 72 characters: bcrypt reads no more than 72. */
export const Credentials = z.object({
  email: z.email().max(254),
  password: z.string().min(8).max(72),
});
export type Credentials = z.infer<typeof Credentials>;

/**
 * What a PDF may have that is to become a book, here and nowhere else: the page says it, the browser looks before it
 * sends, the API and the renderer refuse by it, and a test holds the proxy and the bucket to it.
 */
export const PDF_LIMITS = { bytes: 32 * 1024 * 1024, pages: 2000 } as const;

/** The limits as people read them, after "up to". */
export const PDF_LIMITS_IN_WORDS = `${PDF_LIMITS.bytes / 1024 / 1024} MB and ${PDF_LIMITS.pages.toLocaleString("en")} pages`;

/** The person behind a session. */
export const User = z.object({ id: z.uuid(), email: z.email() });
export type User = z.infer<typeof User>;

/** Where a book stands: pages are being made, can be read, or could not be made. */
export const BookStatus = z.enum(["making", "ready", "failed"]);
export type BookStatus = z.infer<typeof BookStatus>;

/** A book as its readers see it. `failure` says, for people, why a book could not be made. */
export const Book = z.object({
  id: z.uuid(),
  title: z.string().min(1).max(200),
  status: BookStatus,
  visibility: z.enum(["private", "public"]),
  pageCount: z.number().int().nonnegative(),
  failure: z.string().nullable(),
  createdAt: z.iso.datetime({ offset: true }),
});
export type Book = z.infer<typeof Book>;

/** One page: its number from 1, and the size in pixels of its image. */
export const Page = z.object({
  number: z.number().int().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type Page = z.infer<typeof Page>;

/** A word on a page; the box is in fractions (0 to 1) of the page's width and height, from the top left. */
export const Word = z.object({
  text: z.string(),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});
export type Word = z.infer<typeof Word>;

/** One page that holds what was searched for: the sentence around it and the boxes to highlight. */
export const Hit = z.object({ page: z.number().int().positive(), snippet: z.string(), words: z.array(Word) });
export type Hit = z.infer<typeof Hit>;

/** An error as `application/problem+json` (RFC 9457). */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;
