import type { Book } from "@flipdocs/contract";
import Link from "next/link";
import notice from "@/app/notice.module.css";

/** A book that never will be: says why. */
export function Failed({ book }: { book: Book }) {
  return (
    <section className={notice.notice}>
      <h1 dir="auto">{book.title}</h1>
      <p className="problem">{book.failure ?? "This book could not be made. Delete it and send the PDF again."}</p>
      <Link className="button quiet" href="/library">
        To the library
      </Link>
    </section>
  );
}
