"use client";

import styles from "./notice.module.css";

/** What a visitor sees when a page could not be made, usually because the API is away. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <section className={styles.notice}>
      <h1>This page could not be shown</h1>
      <p className="faint">FlipDocs did not get an answer it needed. Wait a moment, then try again.</p>
      <button type="button" className="button" onClick={reset}>
        Try again
      </button>
      {error.digest && <small className="faint">Reference for support: {error.digest}</small>}
    </section>
  );
}
