"use client";

import { Credentials, NewCredentials } from "@flipdocs/contract";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { api } from "@/api/browser.ts";
import styles from "./credentials-form.module.css";
import { credentialsProblem } from "./credentials-problem.ts";

const FORMS = {
  signIn: {
    title: "Welcome back",
    act: "Sign in",
    other: "/sign-up",
    ask: "No account yet?",
    offer: "Sign up",
  },
  signUp: {
    title: "Start your library",
    act: "Sign up",
    other: "/sign-in",
    ask: "Already with us?",
    offer: "Sign in",
  },
};

interface Props {
  kind: keyof typeof FORMS;
  /** The path to go to when it worked. */
  next: string;
}

/** The form behind sign-in and sign-up: both take an address and a password. */
export function CredentialsForm({ kind, next }: Props) {
  const words = FORMS[kind];
  const { problem, busy, submit } = useCredentials(kind, next);
  return (
    <section className={styles.card}>
      <h1>{words.title}</h1>
      {/* Posted by script only: without it, a form sent by GET would put the password into the address. */}
      <form method="post" onSubmit={submit} className={styles.form} noValidate>
        <Fields newPassword={kind === "signUp"} />
        <p role="alert" className="problem">
          {problem}
        </p>
        <button type="submit" className="button" disabled={busy}>
          {busy ? "One moment…" : words.act}
        </button>
      </form>
      <p className="faint">
        {words.ask} <Link href={words.other}>{words.offer}</Link>
      </p>
    </section>
  );
}

function Fields({ newPassword }: { newPassword: boolean }) {
  const complete = newPassword ? "new-password" : "current-password";
  return (
    <>
      <label>
        Email
        <input className="field" name="email" type="email" autoComplete="email" required />
      </label>
      <label>
        Password
        <input className="field" name="password" type="password" autoComplete={complete} required />
        {newPassword && <small className="faint">8 to 72 characters</small>}
      </label>
    </>
  );
}

function useCredentials(kind: Props["kind"], next: string) {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const shape = kind === "signUp" ? NewCredentials : Credentials;
    const typed = shape.safeParse(Object.fromEntries(new FormData(event.currentTarget)));
    if (!typed.success) return setProblem(credentialsProblem(typed.error));
    setBusy(true);
    try {
      await api[kind](typed.data);
      // A full load: the masthead and every cached page belong to the stranger of before.
      window.location.assign(next);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  return { problem, busy, submit };
}
