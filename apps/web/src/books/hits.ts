import type { Hit, Word } from "@flipdocs/contract";

/** A piece of a snippet; `found` when it is what was searched for. */
export interface SnippetPart {
  text: string;
  found: boolean;
}

/** One page in the list of hits, with every place on it. */
export interface PageHits {
  page: number;
  snippets: string[];
  words: Word[];
}

/** Hits as the reader lists them: one entry a page, in the book's order. */
export function groupHits(hits: readonly Hit[]): PageHits[] {
  const pages = new Map<number, PageHits>();
  for (const hit of hits) {
    const known = pages.get(hit.page) ?? { page: hit.page, snippets: [], words: [] };
    pages.set(hit.page, {
      page: hit.page,
      snippets: known.snippets.includes(hit.snippet) ? known.snippets : [...known.snippets, hit.snippet],
      words: [...known.words, ...hit.words],
    });
  }
  return [...pages.values()].sort((a, b) => a.page - b.page);
}

/** How many places were found, in words: "3 places on 2 pages". */
export function countHits(pages: readonly PageHits[]): string {
  const places = pages.reduce((sum, page) => sum + Math.max(page.words.length, 1), 0);
  return `${plural(places, "place")} on ${plural(pages.length, "page")}`;
}

/**
 * Splits a snippet where one of the words searched for stands.
 *
 * @param snippet - the sentence around a hit
 * @param query - what was typed, as it was typed
 */
export function markSnippet(snippet: string, query: string): SnippetPart[] {
  const terms = query.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (terms.length === 0) return [{ text: snippet, found: false }];
  // Every second piece of a split with a group is what the group matched.
  return snippet
    .split(new RegExp(`(${terms.join("|")})`, "giu"))
    .map((text, index) => ({ text, found: index % 2 === 1 }))
    .filter((part) => part.text !== "");
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
