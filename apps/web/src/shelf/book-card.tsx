import type { Book } from "@flipdocs/contract";
import Link from "next/link";
import { coverImage } from "@/api/library.ts";
import { dayOf } from "./date.ts";
import styles from "./shelf.module.css";

/** A book on a shelf: its first page as the cover, or how far it is. */
export function BookCard({ book }: { book: Book }) {
  return (
    <Link href={`/books/${book.id}`} className={styles.card} prefetch={false}>
      <span className={styles.cover} data-status={book.status}>
        <Cover book={book} />
      </span>
      <span className={styles.title} dir="auto">
        {book.title}
      </span>
      <span className={styles.about}>
        <About book={book} />
      </span>
    </Link>
  );
}

function Cover({ book }: { book: Book }) {
  if (book.status === "making") return <span className={styles.spinner} aria-hidden="true" />;
  if (book.status === "failed") return <span aria-hidden="true">!</span>;
  // biome-ignore lint/performance/noImgElement: the API serves covers as small as they are shown.
  return <img src={coverImage(book.id)} alt="" width={400} height={533} loading="lazy" />;
}

function About({ book }: { book: Book }) {
  if (book.status === "making") return book.pageCount > 0 ? "Being made… it can be opened" : "Being made…";
  if (book.status === "failed") {
    return (
      <>
        <span className={styles.failed}>Could not be made. </span>
        <span className={styles.why}>{book.failure}</span>
      </>
    );
  }
  return (
    <>
      {book.pageCount === 1 ? "1 page" : `${book.pageCount} pages`} ·{" "}
      <time dateTime={book.createdAt}>{dayOf(book.createdAt)}</time>
    </>
  );
}
