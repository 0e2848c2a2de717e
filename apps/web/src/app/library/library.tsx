"use client";

import type { Shelf } from "@flipdocs/contract";
import Link from "next/link";
import { BookCard } from "@/shelf/book-card.tsx";
import shelf from "@/shelf/shelf.module.css";
import styles from "./library.module.css";
import { Upload } from "./upload.tsx";
import { useBooks } from "./use-books.ts";

/** The shelf of a person's books; it follows the books that are still being made. */
export function Library({ initial }: { initial: Shelf }) {
  const { books, problem, add, remove, more } = useBooks(initial);
  return (
    <div className={`wide ${styles.library}`}>
      <h1>Library</h1>
      <Upload onBook={add} />
      <p role="alert" className="problem">
        {problem}
      </p>
      {books.length === 0 && <p className="faint">No books yet. The first one takes a few seconds.</p>}
      <ul className={shelf.shelf} aria-label="Your books">
        {books.map((book) => (
          <li key={book.id} data-book={book.id} data-status={book.status}>
            <BookCard book={book} />
            <Link href={`/books/${book.id}/sharing`} className={shelf.share} prefetch={false}>
              Share<span className="unseen"> {book.title}</span>
            </Link>
            <button type="button" className={shelf.remove} onClick={() => remove(book)}>
              Delete<span className="unseen"> {book.title}</span>
            </button>
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" className="button quiet" onClick={more}>
          Older books
        </button>
      )}
    </div>
  );
}
