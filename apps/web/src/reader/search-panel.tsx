"use client";

import type { Hit } from "@flipdocs/contract";
import type { Ref } from "react";
import { countHits } from "./hits.ts";
import styles from "./search-panel.module.css";
import { Snippet } from "./snippet.tsx";
import type { Found } from "./use-search.ts";

interface Props {
  typed: string;
  onType: (typed: string) => void;
  found: Found;
  onMore: () => void;
  /** The pages in view: their hits are the current ones. */
  seen: number[];
  onPage: (page: number) => void;
  /** The box to type into. */
  box: Ref<HTMLInputElement>;
}

/** The search box and the pages that hold what was typed. */
export function SearchPanel({ typed, onType, found, onMore, seen, onPage, box }: Props) {
  const [first] = found.hits;
  const unlisted = found.pages - found.hits.length;
  return (
    <search className={styles.panel}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (first) onPage(first.page);
        }}
      >
        <input
          ref={box}
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
        {found.hits.map((hit) => (
          <HitEntry key={hit.page} hit={hit} current={seen.includes(hit.page)} onPage={onPage} />
        ))}
        {unlisted > 0 && (
          <li>
            <button type="button" className="button quiet" onClick={onMore}>
              {unlisted.toLocaleString("en")} more {unlisted === 1 ? "page" : "pages"}
            </button>
          </li>
        )}
      </ol>
    </search>
  );
}

function summary({ problem, awaited, query, ...hits }: Found): string {
  if (problem) return problem;
  if (awaited) return "Searching…";
  if (query === "") return "";
  return hits.pages > 0 ? countHits(hits) : `“${query}” is not in this book.`;
}

interface EntryProps {
  hit: Hit;
  current: boolean;
  onPage: (page: number) => void;
}

function HitEntry({ hit, current, onPage }: EntryProps) {
  return (
    <li>
      <button type="button" className={styles.hit} aria-current={current} onClick={() => onPage(hit.page)}>
        <strong>Page {hit.page}</strong>
        <Snippet hit={hit} />
      </button>
    </li>
  );
}
