import { PDF_LIMITS_IN_WORDS } from "@flipdocs/contract/limits";

const PEOPLE = {
  broken: "This file is not a PDF, or it is damaged. Open it in a PDF reader, save it again and upload that.",
  encrypted: "This PDF is protected by a password. Remove the password and upload it again.",
  empty: "This PDF has no pages.",
  "too-large": `This PDF is too large: a book may have up to ${PDF_LIMITS_IN_WORDS}. Split it, and upload the parts.`,
  "too-slow": "A page of this PDF took too long to draw. Simplify it, or print it to a new PDF, and try again.",
  "too-hungry": "This PDF needs too much memory. Reduce its pictures, or split it, and upload it again.",
  crashed: "This PDF could not be drawn. Print it to a new PDF and upload that.",
  late: "FlipDocs is too busy to draw this PDF. Delete it, and upload it again later.",
  killed: "Something went wrong on our side while drawing this PDF. Delete it and upload it again.",
} as const;

/** Why a PDF cannot become a book. */
export type FailureCode = keyof typeof PEOPLE;

// These say something about the machine; the rest is the file's own, and a second look would not change it.
const OURS: ReadonlySet<FailureCode> = new Set(["late", "killed"]);

// FPDF_GetLastError: 2 file, 3 format, 4 password, 5 security handler, 6 page.
const PDFIUM_CODES: Record<number, FailureCode> = { 4: "encrypted", 5: "encrypted" };

/** A PDF that cannot become a book: the reason as a code, and as a sentence for the person who uploaded it. */
export class BookFailure extends Error {
  override readonly name = "BookFailure";
  readonly code: FailureCode;
  /** Whether it is the file's own fault: then trying again would only fail again. */
  readonly isOwnFault: boolean;
  /** What happened, for the log. */
  readonly detail: string;
  /** What to tell the person who uploaded the file, and what they can do. */
  readonly forPeople: string;

  /**
   * @param code the reason
   * @param detail what happened, for the log
   */
  constructor(code: FailureCode, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.isOwnFault = !OURS.has(code);
    this.detail = detail;
    this.forPeople = PEOPLE[code];
  }
}

/**
 * Translates PDFium's error number.
 *
 * @param code what `FPDF_GetLastError` gave
 * @returns the failure; everything that is not about passwords means a file that is not a sound PDF
 */
export function pdfiumFailure(code: number): BookFailure {
  return new BookFailure(PDFIUM_CODES[code] ?? "broken", `PDFium error ${code}`);
}
