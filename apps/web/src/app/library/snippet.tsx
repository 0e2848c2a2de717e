import type { Hit } from "@flipdocs/contract";
import { Fragment } from "react";

/** A line with what was found in it marked. */
export function Snippet({ hit: { snippet, marks } }: { hit: Pick<Hit, "snippet" | "marks"> }) {
  return (
    <span>
      {marks.map(([from, to], index) => (
        <Fragment key={from}>
          {snippet.slice(marks[index - 1]?.[1] ?? 0, from)}
          <mark>{snippet.slice(from, to)}</mark>
        </Fragment>
      ))}
      {snippet.slice(marks.at(-1)?.[1] ?? 0)}
    </span>
  );
}
