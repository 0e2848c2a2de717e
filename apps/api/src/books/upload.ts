import { PDF_LIMITS, PDF_LIMITS_IN_WORDS } from "@flipdocs/contract";
import { Problem } from "../problems/problem.ts";

/** What a request with a file may have, in bytes: the form around the file adds a few hundred. The proxy's, too. */
export const MOST_UPLOAD_BYTES = PDF_LIMITS.bytes + 64 * 1024;

const TITLE_LENGTH = 200;
// Readers accept a PDF whose mark stands anywhere in the first kilobyte, and so do we.
const MARK = "%PDF-";
const MARK_WITHIN = 1024;

/**
 * Reads a form, field for field as it was sent: Elysia's own reading makes lists and objects of names like `a[1].b`, and
 * of texts that look like JSON, which a title may. 32 MB of such are more than there is memory for.
 *
 * @param request with a form for its body
 * @returns file and title; a list where one was sent more than once
 * @throws Error when the body is no form
 */
export async function formOf(request: Request): Promise<Record<"file" | "title", unknown>> {
  const form = await request.formData();
  const only = (name: string): unknown =>
    (form.getAll(name).length > 1 ? form.getAll(name) : form.get(name)) ?? undefined;
  return { file: only("file"), title: only("title") };
}

/**
 * Reads an uploaded file.
 *
 * @param file from the form
 * @returns its bytes
 * @throws Problem `too-large` or `not-a-pdf`
 */
export async function pdfOf(file: File): Promise<Uint8Array> {
  if (file.size > PDF_LIMITS.bytes) throw tooLarge();
  const bytes = new Uint8Array(await file.arrayBuffer());
  const start = Buffer.from(bytes.buffer, 0, Math.min(MARK_WITHIN, bytes.length));
  if (!start.includes(MARK))
    throw new Problem("not-a-pdf", "Choose a file that ends in .pdf and opens in a PDF reader.");
  return bytes;
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
