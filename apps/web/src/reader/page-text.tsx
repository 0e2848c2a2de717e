"use client";

import { textOf } from "@flipdocs/contract/words";
import type { BookSource } from "./source.ts";
import { usePageText } from "./use-page-text.ts";

/** The words of the pages in view, for those who listen instead of look. */
export function PageText({ source, pages }: { source: BookSource; pages: number[] }) {
  return (
    <div className="unseen">
      {pages.map((page) => (
        <OnePage key={page} source={source} page={page} />
      ))}
    </div>
  );
}

function OnePage({ source, page }: { source: BookSource; page: number }) {
  const { words } = usePageText(source, page);
  return <section aria-label={`Text of page ${page}`}>{textOf(words)}</section>;
}
