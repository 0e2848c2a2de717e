"use client";

import { useEffect, useId, useState } from "react";
import styles from "./links.module.css";

/** A text to be copied: by a button, or by hand where there are no scripts. */
export function Copyable({ label, text }: { label: string; text: string }) {
  const id = useId();
  const [copies, setCopies] = useState(false);
  const [said, setSaid] = useState("");
  useEffect(() => setCopies(navigator.clipboard !== undefined), []);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid("Copied"),
      () => setSaid("Select the text and copy it by hand"),
    );
  return (
    <div className={styles.copyable}>
      <label htmlFor={id}>{label}</label>
      <input id={id} className="field" readOnly value={text} onFocus={(event) => event.currentTarget.select()} />
      {copies && (
        <button type="button" className="button quiet" onClick={copy}>
          Copy<span className="unseen"> {label}</span>
        </button>
      )}
      <span role="status" className="faint">
        {said}
      </span>
    </div>
  );
}
