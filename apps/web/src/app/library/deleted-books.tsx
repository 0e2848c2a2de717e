import type { DeletedBook } from "@flipdocs/contract";
import type { FormEvent } from "react";
import { momentOf } from "@/shelf/date.ts";
import styles from "./library.module.css";

interface Props {
  books: readonly DeletedBook[];
  restore: (book: DeletedBook) => void;
  clear: (book: DeletedBook) => void;
}

/** What was deleted and can still be had back, or cleared at once for its room; what was deleted last is said aloud. */
export function DeletedBooks({ books, restore, clear }: Props) {
  return (
    <section className={styles.deleted} aria-live="polite" aria-label="Deleted books">
      {books.length > 0 && <h2>Deleted, and kept for a day</h2>}
      <ul>
        {books.map((book) => (
          <li key={book.id} data-deleted={book.id}>
            <span className={styles.title} dir="auto">
              {book.title}
            </span>
            <span className="faint">
              until <time dateTime={book.until}>{momentOf(book.until)}</time>
            </span>
            <Act book={book} what="restore" words="Put back" act={restore} />
            <Act book={book} what="clear" words="Delete for good" act={clear} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Act {
  book: DeletedBook;
  what: "restore" | "clear";
  words: string;
  act: (book: DeletedBook) => void;
}

function Act({ book, what, words, act }: Act) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(book);
  };
  return (
    <form method="post" action={`/api/v1/books/${book.id}/${what}?next=/library&back=/library`} onSubmit={submit}>
      <button type="submit" className="link">
        {words}
        <span className="unseen"> {book.title}</span>
      </button>
    </form>
  );
}
