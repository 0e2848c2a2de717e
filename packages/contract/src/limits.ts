/**
 * What a PDF may have that is to become a book, here and nowhere else: the page says it, the browser looks before it
 * sends, the API and the renderer refuse by it, and a test holds the proxy and the bucket to it.
 */
export const PDF_LIMITS = { bytes: 32 * 1024 * 1024, pages: 2000 } as const;

/** The limits as people read them, after "up to". */
export const PDF_LIMITS_IN_WORDS = `${PDF_LIMITS.bytes / 1024 / 1024} MB and ${PDF_LIMITS.pages.toLocaleString("en")} pages`;
