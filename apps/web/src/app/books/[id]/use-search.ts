import { useEffect, useState } from "react";
import { api } from "@/api/browser.ts";
import { groupHits, type PageHits } from "@/books/hits.ts";

/** How long typing must pause before it is searched for, in milliseconds. */
const PAUSE = 250;

/** What a search has come to. `query` is what `pages` answer, not what is being typed. */
export interface Found {
  query: string;
  pages: PageHits[];
  problem: string;
}

const NOTHING: Found = { query: "", pages: [], problem: "" };

/** Searches a book for what is typed, once typing pauses; an answer that comes too late is dropped. */
export function useSearch(book: string, typed: string): Found {
  const [found, setFound] = useState(NOTHING);
  const query = typed.trim();
  useEffect(() => {
    if (query.length < 2) return setFound(NOTHING);
    const asked = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await search(book, query, asked.signal);
      if (!asked.signal.aborted) setFound(answer);
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [book, query]);
  return found;
}

async function search(book: string, query: string, signal: AbortSignal): Promise<Found> {
  try {
    return { query, pages: groupHits(await api.search(book, query, signal)), problem: "" };
  } catch (error) {
    return { query, pages: [], problem: error instanceof Error ? error.message : String(error) };
  }
}
