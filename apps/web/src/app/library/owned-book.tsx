import type { Book } from "@flipdocs/contract";
import Link from "next/link";
import { type FormEvent, useRef } from "react";
import { BookCard } from "@/shelf/book-card.tsx";
import shelf from "@/shelf/shelf.module.css";

interface Props {
  book: Book;
  remove: (book: Book) => void;
  rename: (book: Book, title: string) => void;
}

/** A book of one's own: its card, and what can be done with it. Each form works without scripts, too. */
export function OwnedBook({ book, remove, rename }: Props) {
  const act = (does: () => void) => (event: FormEvent) => {
    event.preventDefault();
    does();
  };
  const path = (what: string) => `/api/v1/books/${book.id}/${what}?next=/library&back=/library`;
  return (
    <li data-book={book.id} data-status={book.status}>
      <BookCard book={book} />
      <div className={shelf.acts}>
        <Link href={`/books/${book.id}/sharing`} className={shelf.share} prefetch={false}>
          Share<span className="unseen"> {book.title}</span>
        </Link>
        <Rename book={book} action={path("rename")} rename={rename} />
        <form method="post" action={path("delete")} onSubmit={act(() => remove(book))}>
          <button type="submit" className={shelf.remove}>
            Delete<span className="unseen"> {book.title}</span>
          </button>
        </form>
      </div>
    </li>
  );
}

function Rename({ book, action, rename }: Pick<Props, "book" | "rename"> & { action: string }) {
  const details = useRef<HTMLDetailsElement>(null);
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const title = String(new FormData(event.currentTarget).get("title")).trim();
    if (title && title !== book.title) rename(book, title);
    if (details.current) details.current.open = false;
  };
  return (
    <details ref={details} className={shelf.rename}>
      <summary>
        Rename<span className="unseen"> {book.title}</span>
      </summary>
      <form method="post" action={action} onSubmit={save}>
        <input
          key={book.title}
          className="field"
          name="title"
          dir="auto"
          defaultValue={book.title}
          required
          maxLength={200}
          aria-label={`New title of ${book.title}`}
        />
        <button type="submit" className="button quiet">
          Save
        </button>
      </form>
    </details>
  );
}
