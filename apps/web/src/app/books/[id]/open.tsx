"use client";

import type { Book, Contents, Page } from "@flipdocs/contract";
import { useEffect, useMemo, useState } from "react";
import { Gone } from "@/away/gone.tsx";
import { apiSource } from "@/reader/api-source.ts";
import { allPages } from "@/reader/begun.ts";
import { Making } from "@/reader/making.tsx";
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

/** The reader, with pages from the API: as soon as there is one, whose scripts are there by then. */
export function Open({ book, pages, contents, start }: Props) {
  const known = useMade(book, pages, contents);
  useEffect(() => {
    // A PDF's own title is known with its first page.
    if (known.title !== book.title) document.title = `${known.title} · FlipDocs`;
  }, [known.title, book.title]);
  if (known.pages.length === 0) return <Making title={book.title} />;
  return <Begun {...{ start }} {...known} id={book.id} />;
}

type Begun = Pick<Props, "pages" | "contents" | "start"> & Pick<Book, "id" | "title" | "pageCount">;

function Begun({ id, title, pageCount, pages, contents, start }: Begun) {
  const [isGone, setGone] = useState(false);
  const source = useMemo(() => apiSource(id, () => setGone(true)), [id]);
  // The book is bound once: what is learned of its pages later, they are told one by one.
  const [all] = useState(() => allPages(pages, pageCount));
  return (
    <>
      <Reader {...{ title, contents, source, start }} made={pages} pages={all} />
      <Gone isGone={isGone} />
    </>
  );
}
