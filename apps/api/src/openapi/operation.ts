import type { z } from "zod";
import type { Kind } from "../problems/problem.ts";

/** What an answer has in it: something of the contract, a file of one of these types, or nothing. */
export type Answer = { description: string; has?: z.ZodType | readonly string[] };

/** What may be sent besides a body: behind the question mark, or as a header. */
export type Sent = { in: "query" | "header"; name: string; schema: z.ZodType; description: string; required?: true };

/** What the document says of a route besides its address and its body, which are the route's own. */
export type Operation = {
  /** By which name programs call it; each has its own. */
  id: string;
  summary: string;
  description?: string;
  /**
   * Who may: whoever is signed in (`session`); anybody, who then sees what is open, and with a session what is theirs
   * (`reader`); whoever has a link, and its password where it has one (`link`); or anybody (`anybody`).
   */
  who: "session" | "reader" | "link" | "anybody";
  sends?: readonly Sent[];
  /** Where the body is a form with a file: no schema of ours sees it. */
  form?: Record<string, { schema: object; required?: true }>;
  /** By status. */
  answers: Record<number, Answer>;
  /** What can go wrong here, besides what can go wrong anywhere. */
  problems?: readonly Kind[];
};

/** The operations of one feature, by method and path as its routes have them: `GET /v1/books/:id`. */
export type Operations = Record<string, Operation>;

/** @returns an answer of the contract */
export const shape = <T extends z.ZodType>(description: string, has: T) => ({ description, has });

/** What says that it was done, and nothing else. */
export const DONE: Record<number, Answer> = { 204: { description: "Done" } };
