import { Hits, LibraryHits } from "@flipdocs/contract";
import type { z } from "zod";
import { type Operation, type Operations, type Sent, shape } from "../openapi/operation.ts";
import { After, Most, Typed } from "./search.ts";

const searches = (after: string, most: string): readonly Sent[] => {
  const sent = (name: string, schema: z.ZodType, description: string) =>
    ({ in: "query", name, schema, description }) as const;
  return [
    { ...sent("q", Typed, "What to look for, wherever it stands, also inside a word"), required: true },
    sent("after", After, after),
    sent("most", Most, most),
  ];
};

/** A search in one book, whoever may read it. */
export const IN_BOOK = {
  summary: "Search in a book",
  sends: searches("The page behind which the list goes on", "How many pages"),
  answers: { 200: shape("How often it stands in the whole book, and on which pages", Hits) },
  problems: ["invalid", "not-found"],
} satisfies Partial<Operation>;

/** What the document says of `searchRoutes`. */
export const searchOperations = {
  "GET /v1/search": {
    id: "search",
    summary: "Search in all of one's own books",
    who: "session",
    sends: searches("How many books to skip", "How many books, 20 at most"),
    answers: { 200: shape("How often it stands in all of them, and in which", LibraryHits) },
    problems: ["invalid"],
  },
  "GET /v1/books/:id/search": { id: "searchBook", who: "reader", ...IN_BOOK },
} satisfies Operations;
