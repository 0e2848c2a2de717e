import { ShelfOrder } from "@flipdocs/contract";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ApiError } from "@/api/problem.ts";
import { serverLibrary } from "@/api/server.ts";
import { unlessAway } from "@/away/away.tsx";
import { formProblem } from "@/session/form-problem.ts";
import { ProblemLine } from "@/session/problem-line.tsx";
import { session } from "@/session/session.ts";
import { signInPath } from "@/session/sign-in-path.ts";
import { found } from "./found.tsx";
import styles from "./library.module.css";
import { Library } from "./library.tsx";
import { searchable, wholeNumber } from "./typed.ts";
import { SearchForm } from "./ways.tsx";

export const metadata: Metadata = { title: "Library" };

/** The visitor's own books, and the place to make a new one; or what was found in them. */
export default function LibraryPage({ searchParams }: PageProps<"/library">) {
  return unlessAway(async () => {
    const asked = await searchParams;
    if (!(await session())) redirect(signInPath("/library", asked.problem));
    const problem = formProblem(
      asked.problem,
      "That could not be read. Send one PDF, and a title of 1 to 200 letters.",
    );
    const typed = searchable(textOf(asked.q));
    return (
      <div className={`wide ${styles.library}`}>
        <div className={styles.head}>
          <h1>Library</h1>
          <SearchForm typed={typed} />
        </div>
        <ProblemLine>{problem}</ProblemLine>
        {typed ? await found(typed, wholeNumber(textOf(asked.after))) : await shelf(asked)}
      </div>
    );
  });
}

async function shelf(asked: Record<string, string | string[] | undefined>) {
  const sort = ShelfOrder.catch("newest").parse(asked.sort);
  const after = textOf(asked.after);
  const library = await serverLibrary();
  const part = library.shelf({ sort, ...(after && { after }) }).catch((error: unknown) => {
    // An address that was typed, or is of another order.
    if (error instanceof ApiError && error.status === 422 && after) redirect("/library");
    throw error;
  });
  // A shelf without it is a shelf: an API of the release before has none.
  const quota = library.quota().catch(() => null);
  const [initial, deleted, had] = await Promise.all([part, library.deleted(), quota]);
  return <Library key={`${sort} ${after}`} initial={initial} deleted={deleted} had={had} sort={sort} />;
}

const textOf = (value: string | string[] | undefined): string => (typeof value === "string" ? value.trim() : "");
