import type { DeletedBook } from "@flipdocs/contract";
import type { FormEvent } from "react";
import { momentOf } from "@/shelf/date.ts";
import styles from "./library.module.css";

interface Props {
  books: readonly DeletedBook[];
  restore: (book: DeletedBook) => void;
}

/** What was deleted and can still be had back; what was deleted last is said aloud. */
export function DeletedBooks({ books, restore }: Props) {
  return (
    <section className={styles.deleted} aria-live="polite" aria-label="Deleted books">
      {books.length > 0 && <h2>Deleted, and kept for a day</h2>}
      <ul>
        {books.map((book) => (
          <li key={book.id} data-deleted={book.id}>
            <span className={styles.title}>{book.title}</span>
            <span className="faint">
              until <time dateTime={book.until}>{momentOf(book.until)}</time>
            </span>
            <Undo book={book} restore={restore} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Undo({ book, restore }: { book: DeletedBook; restore: Props["restore"] }) {
  const undo = (event: FormEvent) => {
    event.preventDefault();
    restore(book);
  };
  return (
    <form method="post" action={`/api/v1/books/${book.id}/restore?next=/library&back=/library`} onSubmit={undo}>
      <button type="submit" className="link">
        Put back<span className="unseen"> {book.title}</span>
      </button>
    </form>
  );
}
