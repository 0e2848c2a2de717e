"use client";

import { type FormEvent, useId } from "react";
import styles from "./controls.module.css";
import type { Layout } from "./spread.ts";
import { spreadLabel } from "./spread.ts";

interface Props {
  page: number;
  count: number;
  layout: Layout;
  /** Whether the book begins at its right: then so do its controls. */
  isReversed: boolean;
  next: number | null;
  previous: number | null;
  onPage: (page: number | null) => void;
  /** What was typed as a page's number. */
  onTyped: (typed: string) => void;
}

/** Turning by button and by page number, and where the book stands. */
export function Controls({ page, count, layout, isReversed, next, previous, onPage, onTyped }: Props) {
  const [back, on] = isReversed ? ["→", "←"] : ["←", "→"];
  return (
    <div className={styles.controls} role="toolbar" aria-label="Turn pages" data-reversed={isReversed}>
      <button type="button" className="button quiet" disabled={previous === null} onClick={() => onPage(previous)}>
        <span aria-hidden="true">{back}</span> <span className={styles.word}>Previous</span>
      </button>
      <span role="status" className={styles.where}>
        {spreadLabel(page, count, layout)}
      </span>
      <PageNumber onTyped={onTyped} />
      <button type="button" className="button quiet" disabled={next === null} onClick={() => onPage(next)}>
        <span className={styles.word}>Next</span> <span aria-hidden="true">{on}</span>
      </button>
    </div>
  );
}

function PageNumber({ onTyped }: Pick<Props, "onTyped">) {
  const id = useId();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    onTyped(String(new FormData(form).get("page")));
    form.reset();
  };
  return (
    <form onSubmit={submit} className={styles.jump}>
      <label htmlFor={id} className="faint">
        Go to
      </label>
      <input id={id} name="page" className="field" inputMode="numeric" autoComplete="off" aria-label="Go to page" />
    </form>
  );
}
