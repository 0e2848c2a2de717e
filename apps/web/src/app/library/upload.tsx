"use client";

import { type Book, PDF_LIMITS_IN_WORDS, type Quota, quotaInWords } from "@flipdocs/contract";
import { type ChangeEvent, type DragEvent, useState } from "react";
import { SendingRow } from "./sending-row.tsx";
import styles from "./upload.module.css";
import { useSendings } from "./use-sendings.ts";

/** Without scripts the form is sent as it is, one file at a time, and comes back to the library. */
const PLAIN = "/api/v1/books?next=/library&back=/library";

interface Props {
  onBook: (book: Book) => void;
  quota: Quota | null;
}

/** Takes PDFs, dropped or chosen, and shows of each how much has gone out. */
export function Upload({ onBook, quota }: Props) {
  const { sendings, add, drop, retry } = useSendings(onBook, quota);
  const [over, setOver] = useState(false);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    add(event.currentTarget.files ?? []);
    // So that choosing the same file again is a change too.
    event.currentTarget.value = "";
  };
  const drag = (inside: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(inside);
    if (event.type === "drop") add(event.dataTransfer.files);
  };
  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the shortcut, the input is the way. */}
      <div
        className={styles.zone}
        data-over={over}
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={drag(false)}
      >
        <form method="post" action={PLAIN} encType="multipart/form-data" className={styles.choice}>
          <label className="button">
            Choose PDFs
            <input
              type="file"
              name="file"
              accept="application/pdf,.pdf"
              multiple
              className="unseen"
              onChange={choose}
            />
          </label>
          <noscript>
            <button type="submit" className="button quiet">
              Send one PDF
            </button>
          </noscript>
        </form>
        <span className="faint">or drop them here: each up to {PDF_LIMITS_IN_WORDS}</span>
        {quota && <span className={`faint ${styles.quota}`}>You have {quotaInWords(quota)}.</span>}
      </div>
      <ul className={styles.sendings} aria-label="On their way" aria-live="polite">
        {sendings.map((sending) => (
          <SendingRow key={sending.key} sending={sending} drop={drop} retry={retry} />
        ))}
      </ul>
    </div>
  );
}
