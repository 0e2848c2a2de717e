"use client";

import { PasswordField } from "@/session/password-field.tsx";
import styles from "./account.module.css";

/** Deletes the account with all that is in it, when the password is typed. */
export function DeleteAccount() {
  return (
    <section className={styles.part}>
      <h2>Delete account</h2>
      <p>All your books and their files are deleted at once, and cannot be had back. Your sessions end everywhere.</p>
      <form method="post" action="/api/v1/account/delete?next=/&back=/account" className={styles.form}>
        <PasswordField name="password" label="Your password" complete="current-password" />
        <button type="submit" className={`button ${styles.danger}`}>
          Delete my account and all my books
        </button>
      </form>
    </section>
  );
}
