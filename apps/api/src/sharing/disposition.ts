/**
 * Names a download after its book, whatever stands in the title: letters of any script, and nothing that is a path, a
 * device or a header of its own.
 *
 * @param title of the book
 * @returns the value of a Content-Disposition header (RFC 6266): for today's browsers, and in ASCII for others
 */
export function attachment(title: string): string {
  const name = `${safe(title) || "book"}.pdf`;
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]|[%"\\]/g, "_");
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded(name)}`;
}

// What no file system takes, what turns a name round for its reader, and dots that hide a file or end its name.
const safe = (title: string): string =>
  title
    .toWellFormed()
    .replace(/\.pdf$/i, "")
    .replace(/[\p{C}/\\:*?"<>|]+/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");

// RFC 8187 allows fewer signs than addresses do.
const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
