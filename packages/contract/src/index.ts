import "./no-eval.ts";
import { z } from "zod";
import { letters } from "./letters.ts";
import { PageLink } from "./reading.ts";

export * from "./api-document.ts";
export * from "./limits.ts";
export * from "./own-path.ts";
export * from "./pictures.ts";
export * from "./quota.ts";
export * from "./reading.ts";
export * from "./reset.ts";
export * from "./sharing.ts";
export * from "./words.ts";

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

/** What a person types to change their password: the old one, and the new one. */
export const PasswordChange = z.object({
  old: Credentials.shape.password,
  password: NewCredentials.shape.password,
});
export type PasswordChange = z.infer<typeof PasswordChange>;

/** What a person types who has forgotten their password. */
export const Forgotten = Credentials.pick({ email: true });
export type Forgotten = z.infer<typeof Forgotten>;

/** What a person types who comes by the link that they were sent then: the new one. */
export const PasswordReset = NewCredentials.pick({ password: true });
export type PasswordReset = z.infer<typeof PasswordReset>;

/** What a person types to delete their account. */
export const AccountEnd = Credentials.pick({ password: true });
export type AccountEnd = z.infer<typeof AccountEnd>;

/** One of a person's sessions: in which browser, since when, and when it was last seen, to the hour. */
export const AccountSession = z.object({
  id: z.string(),
  browser: z.string(),
  opened: z.iso.datetime().nullable(),
  seen: z.iso.datetime(),
  isThis: z.boolean(),
});
export type AccountSession = z.infer<typeof AccountSession>;

/** All sessions of a person, the last seen first. */
export const AccountSessions = z.object({ sessions: z.array(AccountSession) });

/** The person behind a session. */
export const User = z.object({ id: z.uuid(), email: z.email() });
export type User = z.infer<typeof User>;

/** Who is signed in. */
export const SignedIn = z.object({ user: User });

/** Where a book stands: pages are being made, can be read, or could not be made. */
export const BookStatus = z.enum(["making", "ready", "failed"]);
export type BookStatus = z.infer<typeof BookStatus>;

const Title = z.string().trim().pipe(letters(200));

/** What a person may change of a book. */
export const BookChange = z.object({ title: Title });
export type BookChange = z.infer<typeof BookChange>;

/** A book as its readers see it. `failure` says, for people, why a book could not be made. */
export const Book = z.object({
  id: z.uuid(),
  title: letters(200),
  status: BookStatus,
  visibility: z.enum(["private", "public"]),
  pageCount: z.number().int().nonnegative(),
  failure: z.string().nullable(),
  createdAt: z.iso.datetime({ offset: true }),
});
export type Book = z.infer<typeof Book>;

/** Books that anybody may read, newest first. */
export const Books = z.object({ books: z.array(Book) });

/** How a person's books are sorted: the latest first, by title, or the last read first. */
export const ShelfOrder = z.enum(["newest", "title", "read"]);
export type ShelfOrder = z.infer<typeof ShelfOrder>;

/** Some of a person's books, in their order, and where the next ones begin: send it back as `after`. Null at the end. */
export const Shelf = z.object({ books: z.array(Book), next: z.string().nullable() });
export type Shelf = z.infer<typeof Shelf>;

/** A book that was deleted, and until when it can be had back. */
export const DeletedBook = z.object({
  id: z.uuid(),
  title: z.string(),
  until: z.iso.datetime({ offset: true }),
});
export type DeletedBook = z.infer<typeof DeletedBook>;

/** What a person can still have back, last deleted first. */
export const DeletedBooks = z.object({ books: z.array(DeletedBook) });

/** One page: its number from 1, and the size in pixels of its image. */
export const Page = z.object({
  number: z.number().int().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type Page = z.infer<typeof Page>;

/** The pages of a book that are made so far, in order. */
export const Pages = z.object({ pages: z.array(Page) });

/** A word on a page; the box is in fractions (0 to 1) of the page's width and height, from the top left. */
export const Word = z.object({
  text: z.string(),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});
export type Word = z.infer<typeof Word>;

/** What can be read on a page: its words in reading order, and its links. */
export const PageText = z.object({ words: z.array(Word), links: z.array(PageLink).default([]) });
export type PageText = z.infer<typeof PageText>;

/**
 * One page that holds what was searched for: in how many places, the text around the first, what of it was found (where
 * each part begins and ends), and the boxes to highlight.
 */
export const Hit = z.object({
  page: z.number().int().positive(),
  places: z.number().int().positive(),
  snippet: z.string(),
  marks: z.array(z.tuple([z.number().int().nonnegative(), z.number().int().positive()])),
  words: z.array(Word),
});
export type Hit = z.infer<typeof Hit>;

/** What a search has found: how many places in the whole book, on how many pages, and some of these in their order. */
export const Hits = z.object({
  places: z.number().int().nonnegative(),
  pages: z.number().int().nonnegative(),
  hits: z.array(Hit),
});
export type Hits = z.infer<typeof Hits>;

/** A book in which something was found: in how many places on how many pages, and the first three of these. */
export const FoundBook = Hits.omit({ hits: true }).extend({
  id: z.uuid(),
  title: z.string(),
  hits: z.array(Hit.omit({ words: true })),
});
export type FoundBook = z.infer<typeof FoundBook>;

/** What a search in all of a person's books has found: totals, and some of the books, by title first, then by pages. */
export const LibraryHits = Hits.omit({ hits: true }).extend({
  books: z.number().int().nonnegative(),
  found: z.array(FoundBook),
});
export type LibraryHits = z.infer<typeof LibraryHits>;

/** An error as `application/problem+json` (RFC 9457). */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;
