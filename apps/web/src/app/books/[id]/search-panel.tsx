"use client";

import { countHits, markSnippet, type PageHits } from "@/books/hits.ts";
import styles from "./search-panel.module.css";
import type { Found } from "./use-search.ts";

interface Props {
  typed: string;
  onType: (typed: string) => void;
  found: Found;
  /** The pages in view: their hits are the current ones. */
  seen: number[];
  onPage: (page: number) => void;
}

/** The search box and the pages that hold what was typed. */
export function SearchPanel({ typed, onType, found, seen, onPage }: Props) {
  const [first] = found.pages;
  return (
    <search className={styles.panel}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (first) onPage(first.page);
        }}
      >
        <input
          className="field"
          type="search"
          aria-label="Search in this book"
          placeholder="Search in this book"
          value={typed}
          onChange={(event) => onType(event.currentTarget.value)}
        />
      </form>
      <p className={styles.count} role="status">
        {summary(found)}
      </p>
      <ol className={styles.hits}>
        {found.pages.map((hits) => (
          <HitEntry
            key={hits.page}
            hits={hits}
            query={found.query}
            current={seen.includes(hits.page)}
            onPage={onPage}
          />
        ))}
      </ol>
    </search>
  );
}

function summary({ query, pages, problem }: Found): string {
  if (problem || query === "") return problem;
  return pages.length > 0 ? countHits(pages) : `“${query}” is not in this book.`;
}

interface EntryProps {
  hits: PageHits;
  query: string;
  current: boolean;
  onPage: (page: number) => void;
}

function HitEntry({ hits, query, current, onPage }: EntryProps) {
  return (
    <li>
      <button type="button" className={styles.hit} aria-current={current} onClick={() => onPage(hits.page)}>
        <strong>Page {hits.page}</strong>
        {hits.snippets.map((snippet) => (
          <Snippet key={snippet} snippet={snippet} query={query} />
        ))}
      </button>
    </li>
  );
}

function Snippet({ snippet, query }: { snippet: string; query: string }) {
  const parts = markSnippet(snippet, query).map((part, index) => ({ ...part, key: `${index} ${part.text}` }));
  return <span>{parts.map(({ key, text, found }) => (found ? <mark key={key}>{text}</mark> : text))}</span>;
}
