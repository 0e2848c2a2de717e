import type { Hit, Hits } from "@flipdocs/contract";

/** A piece of a snippet; `found` when it is what was searched for. */
export interface SnippetPart {
  text: string;
  found: boolean;
}

/** Whether something is worth searching for: two characters, or one that says as much, such as 漢. */
export function isSearch(query: string): boolean {
  return query.length > 1 || /[^\p{ASCII}]/u.test(query);
}

/** How many places were found in the whole book, in words: "1,700 places on 258 pages". */
export function countHits({ places, pages }: Hits): string {
  return `${plural(places, "place")} on ${plural(pages, "page")}`;
}

/**
 * What was found, with the pages that come next. What does not come next is left: it was asked for twice.
 *
 * @param known - the pages so far
 * @param after - the page after which `next` begins
 */
export function withNext<Known extends Hits>(known: Known, after: number, next: Hits): Known {
  return lastPage(known) === after ? { ...known, hits: [...known.hits, ...next.hits] } : known;
}

/** The last page that is listed so far; 0 when none is. */
export function lastPage({ hits }: Hits): number {
  return hits.at(-1)?.page ?? 0;
}

/** Splits a snippet at its marks. */
export function markSnippet({ snippet, marks }: Pick<Hit, "snippet" | "marks">): SnippetPart[] {
  // Every second of these begins what was found.
  const cuts = [0, ...marks.flat(), snippet.length];
  return cuts
    .slice(1)
    .map((end, index) => ({ text: snippet.slice(cuts[index], end), found: index % 2 === 1 }))
    .filter(({ text }) => text !== "");
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
