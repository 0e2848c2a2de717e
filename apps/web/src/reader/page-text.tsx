"use client";

import { textOf } from "@flipdocs/contract";
import { useEffect, useState } from "react";
import { api } from "@/api/browser.ts";

/** The words of the pages in view, for those who listen instead of look. */
export function PageText({ book, pages }: { book: string; pages: number[] }) {
  return (
    <div className="unseen">
      {pages.map((page) => (
        <OnePage key={page} book={book} page={page} />
      ))}
    </div>
  );
}

function OnePage({ book, page }: { book: string; page: number }) {
  const [text, setText] = useState("");
  useEffect(() => {
    let gone = false;
    api
      .words(book, page)
      .then((words) => !gone && setText(textOf(words)))
      // The picture is still there: a page without its text is no reason to stop reading.
      .catch((error: unknown) => console.warn(`Page ${page} has no text to read out: ${String(error)}`));
    return () => {
      gone = true;
    };
  }, [book, page]);
  return <section aria-label={`Text of page ${page}`}>{text}</section>;
}
