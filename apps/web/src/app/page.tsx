import Link from "next/link";
import { serverApi } from "@/api/server.ts";
import { BookCard } from "@/shelf/book-card.tsx";
import { type Samples, sampleBooks } from "@/shelf/samples.ts";
import shelf from "@/shelf/shelf.module.css";
import styles from "./landing.module.css";

const STEPS = [
  ["Drop a PDF", "A report, a catalogue, a thesis: as it is, nothing to prepare."],
  ["It becomes a book", "Pages are drawn at reading width; the first one is there in seconds."],
  ["Turn, search, send", "Leaf through it, find every word on the page, and share it by a link."],
];

/** What the page waits for its shelf, and how long the answer is of use to the next visitor, in milliseconds. */
const SHELF = { patience: 600, use: 5000 };

const AWAY = {
  before: "The shelf cannot be looked at right now; this is how it was a moment ago.",
  not: "The shelf cannot be looked at right now. Come back in a minute.",
};

/** What FlipDocs is, and books to try it with. */
export default async function Landing() {
  const samples = await sampleBooks(async () => (await serverApi(SHELF.use)).publicBooks(), SHELF.patience);
  return (
    <>
      <Hero hasSamples={samples.books.length > 0} />
      <ol className={`wide ${styles.steps}`}>
        {STEPS.map(([title, text]) => (
          <li key={title}>
            <h2>{title}</h2>
            <p className="faint">{text}</p>
          </li>
        ))}
      </ol>
      <Shelf {...samples} />
    </>
  );
}

function Hero({ hasSamples }: { hasSamples: boolean }) {
  return (
    <section className={`wide ${styles.hero}`}>
      <div className={styles.words}>
        <h1>Your PDF, as a book people want to open</h1>
        <p className={styles.lead}>
          FlipDocs turns a PDF into a page-flip book that anyone can read and search in a browser. Nothing to install,
          for you or for them.
        </p>
        <p className={styles.acts}>
          <Link href="/sign-up" className="button">
            Make your first book
          </Link>
          {hasSamples && (
            <a href="#samples" className="button quiet">
              Open a sample
            </a>
          )}
        </p>
      </div>
      <Drawing />
    </section>
  );
}

/** The landing page stands without its shelf: a visitor can still read what FlipDocs is, and sign up. */
function Shelf({ books, known }: Samples) {
  if (books.length === 0 && known !== "not") return null;
  return (
    <section id="samples" className={`wide ${styles.samples}`} data-known={known}>
      <h2>Books to leaf through now</h2>
      {known !== "now" && <p className="faint">{AWAY[known]}</p>}
      <ul className={shelf.shelf}>
        {books.map((book) => (
          <li key={book.id}>
            <BookCard book={book} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Drawing() {
  return (
    <div className={styles.drawing} aria-hidden="true">
      <div className={styles.left} />
      <div className={styles.right} />
      <div className={styles.turning} />
    </div>
  );
}
