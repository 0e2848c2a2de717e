import { z } from "zod";
import { letters } from "./letters.ts";

/** Who gets in by a link: who finds it, also by search engines; who has it; who has it and knows its password. */
export const ShareAccess = z.enum(["public", "unlisted", "password"]);
export type ShareAccess = z.infer<typeof ShareAccess>;

/** How long the password of a link is, in characters. */
export const SHARE_PASSWORD = { least: 8, most: 72 } as const;

/** What a link allows whoever gets in by it. */
const Allowed = z.object({
  /** Whether other sites may show the book in a frame. Not with a password: browsers keep its cookie from frames. */
  embeddable: z.boolean(),
  /** Whether the PDF itself may be had. */
  downloadable: z.boolean(),
});

/** Behind that a year has five digits, and nobody reads it any more. */
const isBeforeTenThousand = (time: string): boolean => Date.parse(time) < Date.UTC(9999, 0);

/** What a person says to make a link. It is good for ever when it has no end. */
export const NewShare = Allowed.partial()
  .extend({
    access: ShareAccess,
    password: z.string().min(SHARE_PASSWORD.least).max(SHARE_PASSWORD.most).optional(),
    endsAt: z.iso.datetime({ offset: true }).refine(isBeforeTenThousand, "is too far away").optional(),
  })
  .refine(({ access, password }) => (access === "password") === (password !== undefined), {
    path: ["password"],
    message: "is needed where access is password, and nowhere else",
  })
  .refine(({ access, embeddable }) => access !== "password" || !embeddable, {
    path: ["embeddable"],
    message: "a link with a password cannot be embedded",
  });
export type NewShare = z.infer<typeof NewShare>;

/** What may be changed of a link afterwards: anything else is another link. */
export const ShareChange = Allowed.partial();
export type ShareChange = z.infer<typeof ShareChange>;

/** A link as the book's owner sees it. */
export const Share = Allowed.extend({
  id: z.uuid(),
  token: z.string(),
  access: ShareAccess,
  endsAt: z.iso.datetime({ offset: true }).nullable(),
  /** How many people read the book by it, each once a day. */
  views: z.number().int().nonnegative(),
  createdAt: z.iso.datetime({ offset: true }),
});
export type Share = z.infer<typeof Share>;

/** The links to a book, newest first. */
export const Shares = z.object({ shares: z.array(Share) });

/** The password of a link, as a visitor typed it: what is longer than any is not even tried. */
export const SharePassword = z.object({ password: z.string().max(1000) });

/** What a visitor with a link learns of the book: nothing of its owner. */
export const SharedBook = Allowed.extend({
  title: letters(200),
  status: z.enum(["making", "ready"]),
  pageCount: z.number().int().nonnegative(),
  access: ShareAccess,
});
export type SharedBook = z.infer<typeof SharedBook>;
