const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * Writes what another site puts into its page to show a book there.
 *
 * @param origin - of this site
 * @param token - of the link
 * @param title - of the book, whatever stands in it
 */
export function embedCode(origin: string, token: string, title: string): string {
  const named = title.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? "");
  const look = 'width="800" height="600" style="border:0;max-width:100%" loading="lazy" allow="fullscreen"';
  return `<iframe src="${origin}/embed/${token}" title="${named}" ${look} referrerpolicy="no-referrer"></iframe>`;
}
