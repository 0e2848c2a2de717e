import { PDF_LIMITS, PDF_LIMITS_IN_WORDS } from "@flipdocs/contract";
import { Problem } from "../problems/problem.ts";
import type { Storing } from "./storing.ts";

/** What the form around a file may have, in bytes: it has a few hundred. */
export const MOST_FORM_BYTES = 64 * 1024;

/** What a request with a file may have, in bytes. The proxy's, too. */
export const MOST_UPLOAD_BYTES = PDF_LIMITS.bytes + MOST_FORM_BYTES;

const TITLE_LENGTH = 200;
// Readers accept a PDF whose mark stands anywhere in the first kilobyte, and so do we.
const MARK = "%PDF-";
const MARK_WITHIN = 1024;

/** A PDF that is coming in. */
export type Incoming = {
  /** Takes a piece in. What is wrong with it is said in the end: who still sends does not listen. */
  take: (piece: Uint8Array) => Promise<void>;
  /** How many bytes have come. */
  bytes: () => number;
  /** @throws Problem `too-large` or `not-a-pdf`, or what storage failed with; else the file is only to be ended */
  whole: () => Storing;
  /** Lets go of what has come. */
  drop: () => Promise<void>;
};

/**
 * Passes a PDF on to storage as it comes: from its mark on, and for as long as it is not too large.
 *
 * @param begin begins to store it
 * @returns the file, of which nothing has come yet
 */
export function incomingPdf(begin: () => Storing): Incoming {
  let [bytes, head] = [0, Buffer.alloc(0)];
  let storing: Storing | undefined;
  let failure: { reason: unknown } | undefined;
  const drop = async () => storing?.drop();
  const pass = async (piece: Uint8Array) => {
    if (storing) return storing.write(piece);
    if (head.length >= MARK_WITHIN) return;
    head = Buffer.concat([head, piece]);
    if (!head.subarray(0, MARK_WITHIN).includes(MARK)) return;
    storing = begin();
    await storing.write(head);
  };
  return {
    take: async (piece) => {
      bytes += piece.length;
      if (bytes > PDF_LIMITS.bytes) return drop();
      if (failure) return;
      await pass(piece).catch((reason) => {
        failure = { reason };
      });
    },
    whole: () => {
      if (bytes > PDF_LIMITS.bytes) throw tooLarge();
      if (!storing) throw new Problem("not-a-pdf", "Choose a file that ends in .pdf and opens in a PDF reader.");
      if (failure) throw failure.reason;
      return storing;
    },
    bytes: () => bytes,
    drop,
  };
}

/** @returns the problem of a file with too many bytes */
export const tooLarge = (): Problem => new Problem("too-large", `A PDF may have up to ${PDF_LIMITS_IN_WORDS}.`);

/**
 * Finds a title: the one that was typed, or the file's name without its ending.
 *
 * @param typed by the person, if anything
 * @param fileName as the browser tells it
 * @returns one to 200 characters
 */
export function titleOf(typed: string | undefined, fileName: string): string {
  const fromName = fileName.replace(/^.*[\\/]/, "").replace(/\.pdf$/i, "");
  const [title = "Untitled"] = [typed, fromName].map((text) => text?.trim()).filter(Boolean);
  return Array.from(title).slice(0, TITLE_LENGTH).join("");
}
