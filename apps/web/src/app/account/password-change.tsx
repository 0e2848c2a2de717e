"use client";

import { PasswordField } from "@/session/password-field.tsx";
import styles from "./account.module.css";

/** Changes the password: whoever found an open session does not know the old one. */
export function PasswordChange({ email }: { email: string }) {
  return (
    <section className={styles.part}>
      <h2>Change password</h2>
      <form
        method="post"
        action="/api/v1/account/password?next=/account%3Fdone=password&back=/account"
        className={styles.form}
      >
        {/* For whatever keeps passwords: it has to know whose this is. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <PasswordField name="old" label="Old password" complete="current-password" />
        <PasswordField name="password" label="New password" complete="new-password" hint="8 to 72 characters" />
        <button type="submit" className="button">
          Change password
        </button>
      </form>
    </section>
  );
}
