"use client";

import { textOf } from "@flipdocs/contract";
import { useEffect, useState } from "react";
import type { BookSource } from "./source.ts";

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
  const [text, setText] = useState("");
  useEffect(() => {
    let gone = false;
    source
      .words(page)
      .then((words) => !gone && setText(textOf(words)))
      // The picture is still there: a page without its text is no reason to stop reading.
      .catch((error: unknown) => console.warn(`Page ${page} has no text to read out: ${String(error)}`));
    return () => {
      gone = true;
    };
  }, [source, page]);
  return <section aria-label={`Text of page ${page}`}>{text}</section>;
}
