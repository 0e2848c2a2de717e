import type { Hit } from "@flipdocs/contract";
import { useEffect, useState } from "react";
import { lastPage } from "./hits.ts";
import type { BookSource } from "./source.ts";
import type { Found } from "./use-search.ts";

/** Where the words to highlight are: on the pages that are listed so far, and on those in view. */
export function useMarks(source: BookSource, found: Found, seen: number[]): Hit[] {
  const [asked, setAsked] = useState<{ query: string; hits: Hit[] }>({ query: "", hits: [] });
  const { query, hits, pages } = found;
  const [first = 1, last = first] = seen;
  const unlisted = hits.length < pages && last > lastPage(found);
  useEffect(() => {
    if (!unlisted) return;
    const left = new AbortController();
    source
      .search(query, { after: first - 1, most: last - first + 1, signal: left.signal })
      .then((answer) => !left.signal.aborted && setAsked({ query, hits: answer.hits }))
      // The page can be read without.
      .catch((error: unknown) => left.signal.aborted || console.warn(`Nothing is highlighted: ${String(error)}`));
    return () => left.abort();
  }, [source, query, first, last, unlisted]);
  return unlisted && asked.query === query ? [...hits, ...asked.hits] : hits;
}
