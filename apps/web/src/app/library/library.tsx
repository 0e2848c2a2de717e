"use client";

import type { DeletedBook, Quota, Shelf, ShelfOrder } from "@flipdocs/contract";
import { Trouble } from "@/session/trouble.tsx";
import shelf from "@/shelf/shelf.module.css";
import { DeletedBooks } from "./deleted-books.tsx";
import styles from "./library.module.css";
import { OwnedBook } from "./owned-book.tsx";
import { Upload } from "./upload.tsx";
import { useBooks } from "./use-books.ts";
import { useQuota } from "./use-quota.ts";
import { SortLinks } from "./ways.tsx";

interface Props {
  initial: Shelf;
  deleted: DeletedBook[];
  /** How much of what they may have they had; null where that is not known. */
  had: Quota | null;
  sort: ShelfOrder;
}

/** The shelf of a person's books; it follows the books that are still being made. */
export function Library({ initial, deleted, had, sort }: Props) {
  const { quota, recount } = useQuota(had);
  const shown = useBooks(initial, deleted, sort, recount);
  const { books, next, gone, trouble, add, remove, restore, clear, rename, more } = shown;
  return (
    <>
      <Upload onBook={add} quota={quota} />
      <Trouble error={trouble} />
      {books.length > 1 && <SortLinks sort={sort} />}
      {books.length === 0 && <p className="faint">No books yet. The first one takes a few seconds.</p>}
      <ul className={shelf.shelf} aria-label="Your books">
        {books.map((book) => (
          <OwnedBook key={book.id} book={book} remove={remove} rename={rename} />
        ))}
      </ul>
      {next !== null && (
        <a
          className={`button quiet ${styles.more}`}
          href={`/library?sort=${sort}&after=${next}`}
          onClick={(event) => {
            event.preventDefault();
            more();
          }}
        >
          More books
        </a>
      )}
      <DeletedBooks books={gone} restore={restore} clear={clear} />
    </>
  );
}
