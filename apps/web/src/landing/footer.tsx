import { PDF_LIMITS_IN_WORDS } from "@flipdocs/contract";
import styles from "./footer.module.css";

/** What is said last: what this is, whose books are whose, and where it comes from. */
export function Footer({ source }: { source: string | undefined }) {
  return (
    <footer className={styles.footer}>
      <div className="wide">
        <p>
          <strong>FlipDocs</strong> makes books of PDFs, each up to {PDF_LIMITS_IN_WORDS}. What you upload is yours
          alone until you make a link to it, and a link can be revoked.
        </p>
        <p>
          No tracker, no advertising, and nothing from other hosts. One cookie knows that you are signed in, and one
          that you have told a book’s password.
        </p>
        <p className={styles.links}>
          <a href="/docs/api">For programs: the API</a>
          {source && <a href={source}>Source code and documentation</a>}
        </p>
      </div>
    </footer>
  );
}
