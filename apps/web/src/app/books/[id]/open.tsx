"use client";

import type { Book, Contents, Page } from "@flipdocs/contract";
import { useMemo, useState } from "react";
import { apiSource } from "@/reader/api-source.ts";
import { allPages } from "@/reader/begun.ts";
import { Reader } from "@/reader/reader.tsx";
import { useMade } from "@/reader/use-made.ts";

interface Props {
  book: Book;
  /** Those that are made by now. */
  pages: Page[];
  contents: Contents;
  /** The page that the address names. */
  start: number;
}

/** The reader, with pages from the API. */
export function Open({ book, pages, contents, start }: Props) {
  const source = useMemo(() => apiSource(book.id), [book.id]);
  const made = useMade(book, pages);
  // The book is bound once: what is learned of its pages later, they are told one by one.
  const [all] = useState(() => allPages(pages, book.pageCount));
  return <Reader {...{ book, made, contents, source, start }} pages={all} />;
}
