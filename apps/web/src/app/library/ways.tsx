import type { ShelfOrder } from "@flipdocs/contract";
import Link from "next/link";
import styles from "./library.module.css";

const ORDERS: [ShelfOrder, string][] = [
  ["newest", "Newest"],
  ["title", "Title"],
  ["read", "Last read"],
];

/** The ways to sort a shelf. */
export function SortLinks({ sort }: { sort: ShelfOrder }) {
  return (
    <nav className={styles.orders} aria-label="Sort by">
      {ORDERS.map(([order, words]) => (
        <Link
          key={order}
          href={order === "newest" ? "/library" : `/library?sort=${order}`}
          aria-current={order === sort ? "true" : undefined}
          prefetch={false}
        >
          {words}
        </Link>
      ))}
    </nav>
  );
}

/** Searches all books; it works without scripts. */
export function SearchForm({ typed }: { typed: string }) {
  return (
    <search>
      <form action="/library" className={styles.search}>
        <input
          className="field"
          type="search"
          name="q"
          defaultValue={typed}
          placeholder="Search all your books"
          aria-label="Search all your books"
          maxLength={200}
          required
        />
        <button type="submit" className="button quiet">
          Search
        </button>
      </form>
    </search>
  );
}
