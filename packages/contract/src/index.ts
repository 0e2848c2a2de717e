import { z } from "zod";

export * from "./limits.ts";

/** bcrypt reads so many bytes of a password and leaves the rest: what would not count is not taken. */
const PASSWORD_BYTES = 72;

/** What a person types to sign in. */
export const Credentials = z.object({
  email: z.email().max(254),
  password: z.string().min(8).max(72),
});
export type Credentials = z.infer<typeof Credentials>;

/** What a person types to sign up: every byte of the password counts. */
export const NewCredentials = Credentials.extend({
  password: Credentials.shape.password.refine(
    (password) => new TextEncoder().encode(password).length <= PASSWORD_BYTES,
    `has more than ${PASSWORD_BYTES} bytes`,
  ),
});

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
