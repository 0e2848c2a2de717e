import type { Book } from "@flipdocs/contract";
import Link from "next/link";
import { pageImage } from "@/api/client.ts";
import styles from "./shelf.module.css";

/** A book on a shelf: its first page as the cover, or how far it is. */
export function BookCard({ book }: { book: Book }) {
  return (
    <Link href={`/books/${book.id}`} className={styles.card} prefetch={false}>
      <span className={styles.cover} data-status={book.status}>
        <Cover book={book} />
      </span>
      <span className={styles.title}>{book.title}</span>
      <span className={styles.about}>{about(book)}</span>
    </Link>
  );
}

function Cover({ book }: { book: Book }) {
  if (book.status === "making") return <span className={styles.spinner} aria-hidden="true" />;
  if (book.status === "failed") return <span aria-hidden="true">!</span>;
  // biome-ignore lint/performance/noImgElement: the API serves pages at reader width already.
  return <img src={pageImage(book.id, 1)} alt="" loading="lazy" />;
}

function about(book: Book): string {
  if (book.status === "making") return "Being made…";
  if (book.status === "failed") return book.failure ?? "Could not be made";
  return book.pageCount === 1 ? "1 page" : `${book.pageCount} pages`;
}
