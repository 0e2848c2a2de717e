/**
 * @param known the tags that the browser has already (If-None-Match), or null
 * @param etag of what there is, with its quotation marks
 * @returns whether it has just that, weakly tagged or not; `*` is whatever there is
 */
export const isKnown = (known: string | null, etag: string): boolean =>
  known !== null && (known.trim() === "*" || known.includes(etag));
