import { isKnown } from "../requests/known.ts";

const HOUR = 3600;

/** What a row says of a picture: the digest by which browsers know it, and who may see its book. */
export type Picture = { digest: string; visibility: "private" | "public"; type: "image/jpeg" | "image/webp" };

/** A picture's bytes; null while it is not drawn yet. */
export type Bytes = Blob | Uint8Array<ArrayBuffer> | null;

/**
 * Answers with a picture.
 *
 * @param picture which
 * @param known the tags that the browser has already (If-None-Match)
 * @param bytesOf fetches its bytes; not called for who has it
 * @returns it; 304 when the browser has it; 202 while it is not drawn yet: ask again in a second
 */
export async function answered(
  { digest, visibility, type }: Picture,
  known: string | null,
  bytesOf: () => Promise<Bytes>,
): Promise<Response> {
  const etag = `"${digest}"`;
  const headers = { etag, ...caching(visibility) };
  if (isKnown(known, etag)) return new Response(null, { status: 304, headers });
  const bytes = await bytesOf();
  // The tag is the picture's, and this is none.
  return bytes ? new Response(bytes, { headers: { ...headers, "content-type": type } }) : later();
}

// A page is never drawn differently, but its book may be deleted: an hour, then the browser asks, and gets a 304.
const caching = (visibility: Picture["visibility"]): Record<string, string> => ({
  "cache-control": `${visibility}, max-age=${HOUR}, immutable`,
  // Who signs in at the same browser after you must not see your pages.
  ...(visibility === "private" ? { vary: "cookie" } : {}),
});

const later = (): Response =>
  Response.json({ status: "drawing" }, { status: 202, headers: { "retry-after": "1", "cache-control": "no-store" } });
