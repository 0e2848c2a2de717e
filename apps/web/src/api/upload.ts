import { Book } from "@flipdocs/contract";
import { type ApiError, apiError } from "./problem.ts";

/**
 * Sends a PDF to become a book. `fetch` cannot say how much has gone out, so this uses XMLHttpRequest.
 *
 * @param file - the PDF
 * @param onProgress - called with the share sent so far, 0 to 1
 * @returns the book, still being made
 * @throws ApiError when the API refuses or the connection breaks
 */
export function uploadBook(file: File, onProgress: (share: number) => void): Promise<Book> {
  const form = new FormData();
  form.set("file", file);
  return new Promise((resolve, reject: (error: ApiError | Error) => void) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0);
    request.onerror = () => reject(apiError(0, ""));
    request.onload = () => {
      if (request.status >= 300) return reject(apiError(request.status, request.responseText));
      const book = Book.safeParse(JSON.parse(request.responseText));
      book.success ? resolve(book.data) : reject(book.error);
    };
    request.open("POST", "/api/v1/books");
    request.send(form);
  });
}
