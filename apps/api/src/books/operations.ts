import { Book, Books, DeletedBooks, PDF_LIMITS_IN_WORDS, Quota, Shelf, ShelfOrder } from "@flipdocs/contract";
import { z } from "zod";
import { KEY, KEY_PROBLEMS } from "../creations/operation.ts";
import { DONE, type Operation, type Operations, shape } from "../openapi/operation.ts";
import { PICTURE } from "../pages/operations.ts";

const deleted = {
  summary: "Delete a book",
  who: "session",
  answers: DONE,
  problems: ["not-found"],
} satisfies Partial<Operation>;

const renamed = {
  summary: "Give a book another title",
  who: "session",
  answers: { 200: shape("The book", Book) },
  problems: ["malformed", "invalid", "not-found"],
} satisfies Partial<Operation>;

/** What the document says of `bookRoutes`. */
export const bookOperations = {
  "POST /v1/books/": {
    id: "uploadBook",
    summary: "Make a book of a PDF",
    description: `Up to ${PDF_LIMITS_IN_WORDS}. The book is there at once, and can be read as its pages are made.`,
    who: "session",
    sends: [KEY],
    form: {
      file: { schema: { type: "string", contentMediaType: "application/pdf" }, required: true },
      title: { schema: { type: "string", description: "Without one, what the file says of itself, or its name" } },
    },
    answers: { 201: shape("The book, not yet made", Book) },
    problems: [
      "malformed",
      "too-slow",
      "too-large",
      "not-a-pdf",
      "over-quota",
      "invalid",
      "too-many-requests",
      "unavailable",
      ...KEY_PROBLEMS,
    ],
  },
  "GET /v1/books/": {
    id: "books",
    summary: "One's own books",
    who: "session",
    sends: [
      { in: "query", name: "sort", schema: ShelfOrder, description: "Newest first, when nothing is said" },
      { in: "query", name: "after", schema: z.string(), description: "The `next` of the list before" },
    ],
    answers: { 200: shape("Up to 100 books, and where the next ones begin", Shelf) },
    problems: ["invalid"],
  },
  "GET /v1/books/public": {
    id: "publicBooks",
    summary: "Books that anybody may read",
    who: "anybody",
    answers: { 200: shape("Up to 200, newest first", Books) },
  },
  "GET /v1/books/deleted": {
    id: "deletedBooks",
    summary: "What was deleted, and can still be had back",
    who: "session",
    answers: { 200: shape("Up to 100, last deleted first", DeletedBooks) },
  },
  "GET /v1/books/quota": {
    id: "quota",
    summary: "What one has of what one may have",
    who: "session",
    answers: { 200: shape("Books, and bytes of their PDFs", Quota) },
  },
  "GET /v1/books/:id": {
    id: "book",
    summary: "A book",
    who: "reader",
    answers: { 200: shape("The book", Book) },
    problems: ["not-found"],
  },
  "GET /v1/books/:id/cover": {
    id: "cover",
    summary: "The small picture of a book's first page",
    who: "reader",
    ...PICTURE,
    answers: { ...PICTURE.answers, 200: { description: "The picture", has: ["image/webp", "image/jpeg"] } },
  },
  "DELETE /v1/books/:id": {
    id: "deleteBook",
    ...deleted,
    description: "It is gone at once, and can be had back for a day.",
  },
  "PATCH /v1/books/:id": { id: "renameBook", ...renamed },
  "POST /v1/books/:id/delete": { id: "deleteBookByForm", ...deleted, description: "The same, for a form." },
  "POST /v1/books/:id/rename": { id: "renameBookByForm", ...renamed, description: "The same, for a form." },
  "POST /v1/books/:id/clear": {
    id: "clearBook",
    summary: "Delete a deleted book for good",
    description: "Its files go at once, and what they took is free again.",
    who: "session",
    answers: DONE,
    problems: ["not-found"],
  },
  "POST /v1/books/:id/restore": {
    id: "restoreBook",
    summary: "Have a deleted book back",
    who: "session",
    answers: { 200: shape("The book", Book) },
    problems: ["not-found"],
  },
} satisfies Operations;
