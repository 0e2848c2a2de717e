import type { Metadata } from "next";
import Link from "next/link";
import styles from "./notice.module.css";

export const metadata: Metadata = { title: "There is no such page" };

/** For a page or a book that is not there, or not for this visitor: the two look alike on purpose. */
export default function NotFound() {
  return (
    <section className={styles.notice}>
      <h1>There is no such page</h1>
      <p className="faint">The link may be old, or the book may be private. Ask who sent it to you.</p>
      <Link className="button" href="/">
        To the start
      </Link>
    </section>
  );
}
