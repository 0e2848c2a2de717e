"use client";

import { useEffect, useId, useState } from "react";
import styles from "./credentials-form.module.css";

interface Props {
  name: string;
  label: string;
  complete: "current-password" | "new-password" | "off";
  hint?: string | undefined;
}

/** A password, which can be shown while it is typed: by script only, so the switch is there when scripts are. */
export function PasswordField({ name, label, complete, hint }: Props) {
  const id = useId();
  const [isShown, setShown] = useState(false);
  const [hasScripts, setScripts] = useState(false);
  useEffect(() => setScripts(true), []);
  return (
    <div className={styles.password}>
      <label htmlFor={id}>{label}</label>
      <div className={styles.row}>
        <input
          id={id}
          className="field"
          name={name}
          type={isShown ? "text" : "password"}
          autoComplete={complete}
          autoCapitalize="off"
          spellCheck={false}
          required
        />
        {hasScripts && (
          <button type="button" className="button quiet" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
            {isShown ? "Hide" : "Show"}
            {/* Not with the field's own name: who looks for that finds the field. */}
            <span className="unseen"> what is typed</span>
          </button>
        )}
      </div>
      {hint && <small className="faint">{hint}</small>}
    </div>
  );
}
