"use client";

import type { OutlineEntry } from "@flipdocs/contract";
import styles from "./outline.module.css";

interface Props {
  entries: OutlineEntry[];
  onPage: (page: number) => void;
}

/** The table of contents that came with the PDF. */
export function Outline({ entries, onPage }: Props) {
  const keyed = entries.map((entry, index) => ({ ...entry, key: `${index} ${entry.title}` }));
  return (
    <ol className={styles.entries}>
      {keyed.map(({ key, title, page, depth }) => (
        <li key={key} style={{ paddingInlineStart: `${depth}rem` }}>
          {page === null ? (
            <bdi>{title}</bdi>
          ) : (
            <button type="button" onClick={() => onPage(page)}>
              <bdi>{title}</bdi> <span className="faint">{page}</span>
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}
