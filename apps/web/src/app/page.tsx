import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { serverApi } from "@/api/server.ts";
import { readEnvironment } from "@/env.ts";
import { aboutSite } from "@/landing/about.ts";
import { Drawing } from "@/landing/drawing.tsx";
import { Footer } from "@/landing/footer.tsx";
import { shownPages } from "@/landing/shown.ts";
import { Showpiece } from "@/landing/showpiece.tsx";
import { originOf } from "@/sharing/origin.ts";
import { BookCard } from "@/shelf/book-card.tsx";
import { offerOf } from "@/shelf/offer.ts";
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

/** What is shown of the site where its address is pasted. */
export async function generateMetadata(): Promise<Metadata> {
  return aboutSite(originOf(await headers()));
}

/** What FlipDocs is, a book that turns, and more of them to try it with. */
export default async function Landing() {
  const samples = await sampleBooks(async () => offerOf(await serverApi(SHELF.use)), SHELF.patience);
  return (
    <>
      <Hero samples={samples} />
      <ol className={`wide ${styles.steps}`}>
        {STEPS.map(([title, text]) => (
          <li key={title}>
            <h2>{title}</h2>
            <p className="faint">{text}</p>
          </li>
        ))}
      </ol>
      <Shelf {...samples} />
      <Footer source={readEnvironment(process.env).SOURCE_URL} />
    </>
  );
}

function Hero({ samples }: { samples: Samples }) {
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
          {samples.books.length > 0 && (
            <a href="#samples" className="button quiet">
              Open a sample
            </a>
          )}
        </p>
      </div>
      <OnShow {...samples} />
    </section>
  );
}

/** A book, while its pages are to be had: of one that is not known to be there, only how it would look. */
function OnShow({ opened, known }: Samples) {
  if (!opened || known !== "now") return <Drawing />;
  const { id, title } = opened.book;
  return <Showpiece title={title} path={`/books/${id}`} pages={shownPages(opened)} />;
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
