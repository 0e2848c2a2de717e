import { PDF_LIMITS, PDF_LIMITS_IN_WORDS } from "@flipdocs/contract";

/**
 * Why a file need not even be sent, or null when it may be a book.
 *
 * @param file - name, type and size (bytes) as the browser knows them
 */
export function refusal(file: Pick<File, "name" | "type" | "size">): string | null {
  if (file.type !== "application/pdf" && !file.name.toLowerCase().endsWith(".pdf")) {
    return `“${file.name}” is not a PDF. Save it as a PDF first, then choose that.`;
  }
  if (file.size === 0) return `“${file.name}” is empty. Choose another file.`;
  if (file.size > PDF_LIMITS.bytes) {
    return `“${file.name}” is too large: a PDF may have up to ${PDF_LIMITS_IN_WORDS}. Choose a smaller file.`;
  }
  return null;
}
