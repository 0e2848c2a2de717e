import { Book } from "@flipdocs/contract";
import { answerIn, apiError } from "./problem.ts";

/**
 * Sends a PDF to become a book. `fetch` cannot say how much has gone out, so this uses XMLHttpRequest.
 *
 * @param file - the PDF
 * @param key - the same each time that this file is sent for this book: where it arrived before, there is no second one
 * @param onProgress - called with the share sent so far, 0 to 1
 * @param signal - ends it: nothing is kept of what has gone out
 * @returns the book, still being made
 * @throws ApiError when the API refuses or the connection breaks, or what `signal` was aborted with
 */
export function uploadBook(
  file: File,
  key: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Book> {
  const form = new FormData();
  form.set("file", file);
  return new Promise((resolve, reject: (error: unknown) => void) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0);
    request.onerror = () => reject(apiError(0, ""));
    request.onload = () => {
      const { status, responseText } = request;
      if (status >= 300) return reject(apiError(status, responseText));
      try {
        resolve(answerIn(Book, responseText));
      } catch (error) {
        reject(error);
      }
    };
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.open("POST", "/api/v1/books");
    request.setRequestHeader("Idempotency-Key", key);
    request.send(form);
  });
}
