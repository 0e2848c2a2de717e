import type { PageText } from "@flipdocs/contract";
import { useEffect, useState } from "react";
import type { BookSource } from "./source.ts";

const NOTHING: PageText = { words: [], links: [] };

/** The words and links of a page, once they are there. */
export function usePageText(source: BookSource, page: number): PageText {
  const [text, setText] = useState(NOTHING);
  useEffect(() => {
    let gone = false;
    Promise.all([source.words(page), source.links?.(page) ?? []])
      .then(([words, links]) => !gone && setText({ words, links }))
      // The picture is still there: a page without its text is no reason to stop reading.
      .catch((error: unknown) => console.warn(`Page ${page} has no text: ${String(error)}`));
    return () => {
      gone = true;
    };
  }, [source, page]);
  return text;
}
