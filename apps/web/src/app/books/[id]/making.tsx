"use client";

import type { Book } from "@flipdocs/contract";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import notice from "@/app/notice.module.css";
import shelf from "@/shelf/shelf.module.css";

/** How often a book without a page asks whether there is one, in milliseconds. */
const ASK_AGAIN = 500;

/** A book that cannot be read yet, or never will be: says which, and looks again by itself. */
export function Making({ book }: { book: Book }) {
  const router = useRouter();
  const making = book.status === "making";
  useEffect(() => {
    if (!making) return;
    const timer = setInterval(() => router.refresh(), ASK_AGAIN);
    return () => clearInterval(timer);
  }, [making, router]);
  return (
    <section className={notice.notice} aria-live="polite">
      {making && <span className={shelf.spinner} aria-hidden="true" />}
      <h1>{book.title}</h1>
      <p className={making ? "faint" : "problem"}>{making ? "Its pages are being made…" : why(book)}</p>
      <Link className="button quiet" href="/library">
        To the library
      </Link>
    </section>
  );
}

function why(book: Book): string {
  return book.failure ?? "This book could not be made. Delete it and send the PDF again.";
}
