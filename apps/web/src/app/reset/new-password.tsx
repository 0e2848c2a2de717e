"use client";

import notice from "@/app/notice.module.css";
import { PasswordField } from "@/session/password-field.tsx";
import { ProblemLine } from "@/session/problem-line.tsx";

/** The form for a new password; it works without scripts. */
export function NewPassword({ problem }: { problem: string }) {
  return (
    <form method="post" action="/api/v1/auth/reset?next=/library&back=/reset" className={notice.form}>
      <PasswordField name="password" label="New password" complete="new-password" hint="8 to 72 characters" />
      <ProblemLine>{problem}</ProblemLine>
      <button type="submit" className="button">
        Set the password
      </button>
    </form>
  );
}
