import type { FoundBook } from "@flipdocs/contract";
import Link from "next/link";
import { coverImage } from "@/api/library.ts";
import { serverLibrary } from "@/api/server.ts";
import { Snippet } from "@/reader/snippet.tsx";
import styles from "./found.module.css";

/** What was found in all of a person's books: by book, each line a way to its page. */
export async function found(typed: string, after: number) {
  const { books, pages, found: inBooks } = await (await serverLibrary()).find(typed, after);
  const shown = after + inBooks.length;
  return (
    <section className={styles.found} aria-label="Found">
      <p>
        {books === 0
          ? `Nothing in your books has “${typed}”. Try fewer letters, or another word.`
          : `“${typed}” is in ${count(books, "book")}, on ${count(pages, "page")}.`}{" "}
        <Link href="/library" prefetch={false}>
          All books
        </Link>
      </p>
      <ol className={styles.books}>
        {inBooks.map((book) => (
          <InBook key={book.id} book={book} />
        ))}
      </ol>
      {inBooks.length > 0 && shown < books && (
        <a className="button quiet" href={`/library?q=${encodeURIComponent(typed)}&after=${shown}`}>
          More books
        </a>
      )}
    </section>
  );
}

function InBook({ book }: { book: FoundBook }) {
  const more = book.pages - book.hits.length;
  return (
    <li className={styles.book} data-found={book.id}>
      {/* biome-ignore lint/performance/noImgElement: the API serves covers as small as they are shown. */}
      <img src={coverImage(book.id)} alt="" width={60} height={80} loading="lazy" />
      <div>
        <h2>
          <Link href={`/books/${book.id}`} prefetch={false}>
            {book.title}
          </Link>
        </h2>
        <ol className={styles.lines}>
          {book.hits.map((hit) => (
            <li key={hit.page}>
              <Link href={`/books/${book.id}?page=${hit.page}`} prefetch={false}>
                Page {hit.page}
              </Link>{" "}
              <Snippet hit={hit} />
            </li>
          ))}
        </ol>
        {more > 0 && <p className="faint">and on {count(more, "more page")}</p>}
      </div>
    </li>
  );
}

const count = (number: number, thing: string): string =>
  `${number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;
