import { Contents, Pages, PageText, PICTURE_WIDTHS } from "@flipdocs/contract";
import { z } from "zod";
import { type Operation, type Operations, type Sent, shape } from "../openapi/operation.ts";

const WIDTHS = Object.values(PICTURE_WIDTHS);

/** What a browser has already of what is asked for. */
export const KNOWN: Sent = {
  in: "header",
  name: "If-None-Match",
  schema: z.string(),
  description: "The `ETag` of what you have",
};

/** What all pictures have in common. */
export const PICTURE = {
  sends: [KNOWN],
  answers: { 304: { description: "You have it" } },
  problems: ["not-found"],
} satisfies Partial<Operation>;

/** The picture of a page, whoever may see it. */
export const IMAGE = {
  summary: "The picture of a page",
  sends: [
    KNOWN,
    {
      in: "query",
      name: "width",
      schema: z.literal(WIDTHS),
      description: "In pixels; without it as wide as readers show it",
    },
  ],
  answers: {
    200: { description: "The picture", has: ["image/jpeg"] },
    202: { description: "It is being drawn: ask again in a second", has: z.object({ status: z.literal("drawing") }) },
    304: { description: "You have it" },
  },
  problems: ["not-found", "invalid"],
} satisfies Partial<Operation>;

/** Words and links of a page. */
export const WORDS = {
  summary: "The words of a page, and its links",
  answers: { 200: shape("Both in reading order", PageText) },
  problems: ["not-found"],
} satisfies Partial<Operation>;

/** The pages that there are. */
export const PAGES = {
  summary: "The pages that are made so far",
  description:
    "While a book is being made, who says the last page that is known is answered as soon as there are more, and without " +
    "any after 0.8 s: ask again.",
  sends: [
    {
      in: "query",
      name: "after",
      schema: z.int().min(0),
      description: "The last page that is known, 0 for none: those after it are answered",
    },
  ],
  answers: { 200: shape("In order", Pages) },
  problems: ["not-found", "invalid"],
} satisfies Partial<Operation>;

/** What the PDF says of itself. */
export const CONTENTS = {
  summary: "The table of contents, and which way the book is read",
  answers: { 200: shape("Both", Contents) },
  problems: ["not-found"],
} satisfies Partial<Operation>;

/** What the document says of `pageRoutes`. */
export const pageOperations = {
  "GET /v1/books/:id/contents": { id: "contents", who: "reader", ...CONTENTS },
  "GET /v1/books/:id/pages": { id: "pages", who: "reader", ...PAGES },
  "GET /v1/books/:id/pages/:n/image": { id: "pageImage", who: "reader", ...IMAGE },
  "GET /v1/books/:id/pages/:n/words": { id: "pageWords", who: "reader", ...WORDS },
} satisfies Operations;
