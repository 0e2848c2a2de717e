import { Share, SharedBook, Shares } from "@flipdocs/contract";
import { z } from "zod";
import { KEY, KEY_PROBLEMS } from "../creations/operation.ts";
import { DONE, type Operations, shape } from "../openapi/operation.ts";
import { CONTENTS, IMAGE, KNOWN, PAGES, WORDS } from "../pages/operations.ts";
import type { Kind } from "../problems/problem.ts";
import { IN_BOOK } from "../search/operations.ts";

/** What the document says of `sharingRoutes`. */
export const sharingOperations = {
  "GET /v1/books/:id/shares/": {
    id: "shares",
    summary: "The links to a book",
    who: "session",
    answers: { 200: shape("Up to 100, newest first", Shares) },
    problems: ["not-found"],
  },
  "POST /v1/books/:id/shares/": {
    id: "makeShare",
    summary: "Make a link to a book",
    who: "session",
    sends: [KEY],
    answers: { 201: shape("The link", Share) },
    problems: ["malformed", "invalid", "not-found", ...KEY_PROBLEMS],
  },
  "PATCH /v1/books/:id/shares/:share": {
    id: "changeShare",
    summary: "Change what a link allows",
    who: "session",
    answers: { 200: shape("The link", Share) },
    problems: ["malformed", "invalid", "not-found"],
  },
  "DELETE /v1/books/:id/shares/:share": {
    id: "revokeShare",
    summary: "Revoke a link",
    description: "From then on it leads nowhere, like one that never was.",
    who: "session",
    answers: DONE,
    problems: ["not-found"],
  },
} satisfies Operations;

const locked = <T extends { problems: readonly Kind[] }>(operation: T) => ({
  ...operation,
  who: "link" as const,
  problems: [...operation.problems, "locked"] as const,
});

/** What the document says of `visitingRoutes`. */
export const visitingOperations = {
  "GET /v1/shares/:token/": {
    id: "sharedBook",
    summary: "The book that a link leads to",
    who: "link",
    answers: { 200: shape("What a visitor learns of it", SharedBook) },
    problems: ["not-found", "locked"],
  },
  "POST /v1/shares/:token/open": {
    id: "openShare",
    summary: "Tell a link's password",
    description: "The answer sets the cookie that opens the link, for twelve hours.",
    who: "anybody",
    answers: DONE,
    problems: ["malformed", "invalid", "not-found", "wrong-credentials", "too-many-requests"],
  },
  "GET /v1/shares/:token/contents": { id: "sharedContents", ...locked(CONTENTS) },
  "GET /v1/shares/:token/pages": { id: "sharedPages", ...locked(PAGES) },
  "GET /v1/shares/:token/pages/:n/image": { id: "sharedPageImage", ...locked(IMAGE) },
  "GET /v1/shares/:token/pages/:n/words": { id: "sharedPageWords", ...locked(WORDS) },
  "GET /v1/shares/:token/file": {
    id: "sharedFile",
    summary: "The PDF, where the link allows it",
    who: "link",
    sends: [
      KNOWN,
      { in: "header", name: "Range", schema: z.string(), description: "One part: `bytes=0-1023`" },
      { in: "header", name: "If-Range", schema: z.string(), description: "The `ETag` of the part that you have" },
    ],
    answers: {
      200: { description: "All of it", has: ["application/pdf"] },
      206: { description: "The part", has: ["application/pdf"] },
      304: { description: "You have it" },
    },
    problems: ["not-found", "locked", "no-such-range"],
  },
  "POST /v1/shares/:token/views": {
    id: "countView",
    summary: "Say that somebody reads the book",
    description: "Each person counts once a day; programs and the book's owner do not.",
    who: "link",
    answers: DONE,
    problems: ["not-found", "locked"],
  },
  "GET /v1/shares/:token/search": { id: "searchSharedBook", ...locked(IN_BOOK) },
} satisfies Operations;
