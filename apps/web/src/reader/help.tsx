"use client";

import { type Ref, useId } from "react";
import styles from "./help.module.css";
import { SHORTCUTS } from "./keys.ts";

/** What the keys do, and the hand. It is opened with `showModal`. */
export function Help({ ref }: { ref: Ref<HTMLDialogElement> }) {
  const heading = useId();
  return (
    <dialog ref={ref} className={styles.help} aria-labelledby={heading}>
      <h2 id={heading}>Reading by keyboard</h2>
      <dl className={styles.keys}>
        {SHORTCUTS.map(({ command, named, does }) => (
          <div key={command}>
            <dt>{named}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="faint">
        Swipe, pull or tap a page to turn it. Pinch it, tap it twice, or hold Control and turn the wheel to see it
        larger.
      </p>
      <form method="dialog">
        <button type="submit" className="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
