import type { Hits } from "@flipdocs/contract";
import { useEffect, useState } from "react";
import { isSearch, lastPage, withNext } from "./hits.ts";
import type { BookSource } from "./source.ts";

/** How long typing must pause before it is searched for, in milliseconds. */
const PAUSE = 250;

/** What a search has come to; `query` is what it answers. While an answer is awaited there is none, not an older one. */
export interface Found extends Hits {
  query: string;
  problem: string;
  awaited: boolean;
}

const NOTHING: Found = { query: "", places: 0, pages: 0, hits: [], problem: "", awaited: false };

/** Searches a book for what is typed, once typing pauses. `more` lists the pages that come next. */
export function useSearch(source: BookSource, typed: string): { found: Found; more: () => Promise<void> } {
  const [answer, setAnswer] = useState(NOTHING);
  const query = typed.trim();
  const searched = isSearch(query);
  useEffect(() => {
    if (!searched) return setAnswer(NOTHING);
    const asked = new AbortController();
    const timer = setTimeout(async () => {
      const found = await source.search(query, { signal: asked.signal }).catch(problemOf);
      if (!asked.signal.aborted) setAnswer({ ...NOTHING, ...found, query });
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [source, query, searched]);
  const found = answer.query === query ? answer : { ...NOTHING, awaited: searched };
  const more = async () => {
    const after = lastPage(found);
    const next = await source.search(query, { after }).catch(problemOf);
    const listed = (known: Found) =>
      "hits" in next ? withNext({ ...known, problem: "" }, after, next) : { ...known, ...next };
    setAnswer((known) => (known.query === query ? listed(known) : known));
  };
  return { found, more };
}

const problemOf = (error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) });
