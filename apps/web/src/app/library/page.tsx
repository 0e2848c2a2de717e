import { ShelfOrder } from "@flipdocs/contract";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { serverLibrary } from "@/api/server.ts";
import { unlessAway } from "@/away/away.tsx";
import { formProblem } from "@/session/form-problem.ts";
import { session } from "@/session/session.ts";
import { found } from "./found.tsx";
import styles from "./library.module.css";
import { Library } from "./library.tsx";
import { SearchForm } from "./ways.tsx";

export const metadata: Metadata = { title: "Library" };

/** The visitor's own books, and the place to make a new one; or what was found in them. */
export default function LibraryPage({ searchParams }: PageProps<"/library">) {
  return unlessAway(async () => {
    const asked = await searchParams;
    if (!(await session())) redirect("/sign-in?next=/library");
    const problem = formProblem(
      asked.problem,
      "That could not be read. Send one PDF, and a title of 1 to 200 letters.",
    );
    const typed = textOf(asked.q).slice(0, 200);
    return (
      <div className={`wide ${styles.library}`}>
        <div className={styles.head}>
          <h1>Library</h1>
          <SearchForm typed={typed} />
        </div>
        {problem && (
          <p role="alert" className="problem">
            {problem}
          </p>
        )}
        {typed ? await found(typed, Number(textOf(asked.after)) || 0) : await shelf(asked)}
      </div>
    );
  });
}

async function shelf(asked: Record<string, string | string[] | undefined>) {
  const sort = ShelfOrder.catch("newest").parse(asked.sort);
  const after = textOf(asked.after);
  const library = await serverLibrary();
  const [initial, deleted] = await Promise.all([library.shelf({ sort, ...(after && { after }) }), library.deleted()]);
  return <Library key={`${sort} ${after}`} initial={initial} deleted={deleted} sort={sort} />;
}

const textOf = (value: string | string[] | undefined): string => (typeof value === "string" ? value.trim() : "");
