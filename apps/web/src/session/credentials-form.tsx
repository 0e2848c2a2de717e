"use client";

import { Credentials, NewCredentials } from "@flipdocs/contract";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { api } from "@/api/browser.ts";
import styles from "./credentials-form.module.css";
import { credentialsProblem } from "./credentials-problem.ts";
import { PasswordField } from "./password-field.tsx";
import { ProblemLine } from "./problem-line.tsx";

const FORMS = {
  signIn: {
    title: "Welcome back",
    act: "Sign in",
    path: "sign-in",
    other: "sign-up",
    ask: "No account yet?",
    offer: "Sign up",
  },
  signUp: {
    title: "Start your library",
    act: "Sign up",
    path: "sign-up",
    other: "sign-in",
    ask: "Already with us?",
    offer: "Sign in",
  },
};

interface Props {
  kind: keyof typeof FORMS;
  /** The path to go to when it worked. */
  next: string;
  /** What went wrong when it was sent without scripts; empty when nothing did. */
  problem: string;
}

/** The form behind sign-in and sign-up: both take an address and a password. It works without scripts, too. */
export function CredentialsForm({ kind, next, problem: before }: Props) {
  const words = FORMS[kind];
  const { problem, busy, submit } = useCredentials(kind, next, before);
  const query = `?next=${encodeURIComponent(next)}`;
  const back = encodeURIComponent(`/${words.path}${query}`);
  return (
    <section className={styles.card}>
      <h1>{words.title}</h1>
      <form
        method="post"
        action={`/api/v1/auth/${words.path}${query}&back=${back}`}
        onSubmit={submit}
        className={styles.form}
        noValidate
      >
        <label>
          Email
          <input className="field" name="email" type="email" autoComplete="email" required />
        </label>
        <PasswordField
          name="password"
          label="Password"
          complete={kind === "signUp" ? "new-password" : "current-password"}
          hint={kind === "signUp" ? "8 to 72 characters" : undefined}
        />
        <ProblemLine>{problem}</ProblemLine>
        <button type="submit" className="button" disabled={busy}>
          {busy ? "One moment…" : words.act}
        </button>
      </form>
      <p className="faint">
        {words.ask} <Link href={`/${words.other}${query}`}>{words.offer}</Link>
      </p>
      {kind === "signIn" && (
        <p className="faint">
          <Link href="/forgotten">Forgotten password?</Link>
        </p>
      )}
    </section>
  );
}

function useCredentials(kind: Props["kind"], next: string, before: string) {
  const [problem, setProblem] = useState(before);
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
