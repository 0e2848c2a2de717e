"use client";

import type { Book, Contents, Page } from "@flipdocs/contract";
import { useMemo } from "react";
import { apiSource } from "@/reader/api-source.ts";
import { Reader } from "@/reader/reader.tsx";

interface Props {
  book: Book;
  pages: Page[];
  contents: Contents;
  /** The page that the address names. */
  start: number;
}

/** The reader, with pages from the API. */
export function Open({ book, pages, contents, start }: Props) {
  const source = useMemo(() => apiSource(book.id), [book.id]);
  return <Reader {...{ book, pages, contents, source, start }} />;
}
