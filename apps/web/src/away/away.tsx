import type { ReactNode } from "react";
import { ApiError } from "@/api/problem.ts";
import styles from "@/app/notice.module.css";
import { Again } from "./again.tsx";

/**
 * Renders a page, or says calmly that it cannot be shown now. Not by the error page: without scripts that is empty. What
 * asks the API has to be awaited in it: a component that is asynchronous itself fails later, and is not caught here.
 *
 * @param render - makes the page; what it throws for another reason goes on
 */
export async function unlessAway(render: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await render();
  } catch (error) {
    if (!isAway(error)) throw error;
    console.error(`A page says that FlipDocs is away: ${String(error)}`);
    return <Away />;
  }
}

/** Whether an error says that FlipDocs could not answer, rather than that it would not. */
export function isAway(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}

function Away() {
  return (
    <section className={styles.notice} data-away>
      <meta name="robots" content="noindex" />
      <h1>One moment, please</h1>
      <p className="faint">
        FlipDocs cannot reach its shelves right now. Nothing is lost; this usually takes less than a minute.
      </p>
      <Again>Try again</Again>
    </section>
  );
}
